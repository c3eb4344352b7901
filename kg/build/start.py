"""A place to begin: a folder of digests with one to imitate, and the settings with their meanings."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UsageError

_SETTINGS = """\
# Settings of kg. Flags and KG_* variables stand over them; see `kg build --help`.
sources = ["digests"]
output = "outputs"
# formats = ["html", "graphml"]      # besides graph.ttl, evidence.ttl, extractions.jsonl and report.json
# jobs = 4                           # processes that extract
# strict = true                      # stop at a record that can't be read
# decisions = "resolution.toml"      # what is the same thing and what is not
"""
_DIGEST = """\
# TalkNet: Spoken Question Answering without Transcripts
[TalkNet：无需转写的语音问答](https://example.org/talknet)

我们提出了 TalkNet，一种基于 Transformer 的语音问答模型。TalkNet 不依赖语音识别，直接从音频中回答问题。\
在 SayBench 和 HearQA 这两个基准上，TalkNet 分别达到了 71.2% 和 64.5% 的准确率，优于 SpeechBERT。\
代码已在 https://github.com/example/talknet 公开。
"""


def start(folder: str | Path) -> list[Path]:
    """Write kg.toml and a digest to a folder, and return what was written; overwrite nothing.

    Raises UsageError where kg.toml is there already.
    """
    folder = Path(folder)
    if (folder / "kg.toml").exists():
        raise UsageError(f"{folder / 'kg.toml'} is there already; remove it to begin anew")
    files = {folder / "kg.toml": _SETTINGS, folder / "digests" / "example.md": _DIGEST}
    written = [path for path in files if not path.exists()]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8", newline="\n")
    return written
