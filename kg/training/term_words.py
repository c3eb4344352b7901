"""Word lists for terms: which last word makes which type, and which words no term begins or ends with.

Made by hand from the field's vocabulary; used where no annotation says better.
"""

from __future__ import annotations

import re

from kg.training.term_text import words

_PREPOSITION = re.compile(r" (?:of|over|in|for|from|with|on|under|via|to) ")

HEADS: dict[str, frozenset[str]] = {
    kind: words(heads)
    for kind, heads in {
        "Method": """
        learning network transformer agent llm mllm vlm lvlm lmm slm plm lm algorithm encoder decoder
        autoencoder tuning prompting prompt distillation quantization pruning decoding sampling
        embedding optimization optimizer augmentation adapter adaptation retriever reranker reranking
        gradient regularization rag cot rl merging fusion tokenizer tokenization classifier generator
        regression clustering diffusion gan cnn rnn lstm gnn mlp vit backpropagation attention routing
        scheduling parallelism offloading caching alignment search descent pretraining training
        finetuning expert backbone estimator discriminator autoencoding tree graph forest bayes boosting
        bagging ensembling ensemble kernel interpolation transfer unlearning watermarking fingerprinting
        jailbreak jailbreaking injection poisoning attack defense backdoor obfuscation thought prefix
        lora moe ssm mamba rewriting expansion filtering chunking indexing hashing binarization
        normalization activation loss reward policy critic planner verifier solver detector filter mask
        masking autoregression convolution pooling bottleneck codebook vocabulary memory cache
        sparsification factorization decomposition projection perturbation simulation demonstration
        rollout curriculum bootstrapping debate reflection refinement correction feedback annotation
        labeling crowdsourcing ontology taxonomy ablation calculus theory process automaton grammar
        field representation model framework architecture mechanism module pipeline paradigm scheme
        algorithm protocol heuristic steering probing patching editing scaling compression acceleration
        inference preference rlhf dpo ppo grpo sft lens hypernetwork perceptron map modulation quantizer
        codec vocoder acceleration gating token assistant chatbot copilot robot vehicle tutoring rubric
        questionnaire crawling scraping
    """,
        "Task": """
        generation detection recognition classification prediction segmentation answering translation
        reasoning understanding summarization retrieval planning estimation extraction captioning
        synthesis recommendation navigation localization grounding parsing forecasting diagnosis
        identification matching tracking discovery verification completion repair debugging modeling
        assessment analysis following linking resolution disambiguation comprehension dialogue driving
        manipulation solving proving rewriting inpainting restoration enhancement reconstruction
        denoising deblurring registration tagging labelling labeling screening triage monitoring
        surveillance moderation attribution provenance paraphrasing simplification transcription
        conversion rendering animation storytelling writing programming coding testing fuzzing mining
        matching ranking scoring grading tutoring teaching education negotiation persuasion control
        interpretation explanation explainability interpretability safety privacy security fairness bias
        hallucination toxicity forgetting drift misinformation disinformation stereotype task qa vqa ner
        asr tts ocr question game intelligence processing engineering vision interaction collaboration
        communication coordination automation trading design conversation awareness detection checking
        assimilation imputation anonymization deduplication distinction perception cognition psychology
        science
    """,
        "Metric": """
        accuracy rate score latency precision recall perplexity throughput consumption overhead ratio f1
        similarity fidelity coherence fluency correctness robustness reliability efficiency complexity
        speed consistency diversity faithfulness factuality scalability generalization entropy
        divergence distance error correlation agreement uncertainty sparsity cost bandwidth utilization
        footprint usage time length coverage relevance helpfulness harmlessness readability usability
        rouge bleu meteor auc auroc map ndcg mrr iou transferability generalizability adaptability
        stability transparency trustworthiness variance redundancy novelty creativity plausibility size
        capacity index coefficient measure metric emission memory elo loss quality satisfaction trust
        load
    """,
        "Dataset": "dataset corpus corpora wordnet treebank database knowledgebase lexicon",
        "Benchmark": "benchmark leaderboard testbed testset suite challenge",
        "Software": """
        platform library toolkit engine simulator toolbox compiler interface api operating browser ide
        plugin middleware runtime package database software app website service infrastructure system
    """,
        "Organization": "university institute laboratory company google microsoft meta openai anthropic",
    }.items()
}
"""Type to last words. A word in several types counts for the first in the order below."""

ORDER = ("Benchmark", "Dataset", "Metric", "Software", "Organization", "Task", "Method")
_METHOD_FIRST = words("attack defense alignment map memory loss labeling editing rewriting search")

VAGUE_FIRST = words("""
        existing novel new current traditional previous other various multiple diverse different complex
        significant high additional relevant specific effective efficient modern recent extensive
        original comprehensive potential challenging important popular mainstream future simple similar
        candidate strong powerful advanced main several proposed entire whole full particular certain
        possible available common typical standard numerous many major minor key critical crucial
        essential vital fundamental core central primary basic underlying overall general broad wide
        large good better best poor superior inferior excellent remarkable impressive promising
        substantial considerable notable increased improved enhanced reduced limited insufficient
        inadequate lack lacking rich sophisticated simple straightforward intuitive practical realistic
        suitable appropriate proper correct incorrect accurate inaccurate precise real actual true false
        wrong unified single dual two three four five six seven eight nine ten dozen hundred thousand
        million billion first second third final initial early late last next subsequent following
        preceding generate generating improving enhancing advancing reducing increasing using leveraging
        integrating incorporating enable enabling support supporting achieve achieving provide providing
        train identify identifying ensure ensuring capture capturing understand optimize enhance improve
        evaluating exploring developing building creating designing addressing making detailed in depth
        thorough careful rigorous systematic carefully well highly fully automatically dynamically
        effectively significantly conventional contemporary emerging growing rapid state cutting leading
        top baseline strong competitive respective corresponding related associated underlying resulting
        desired intended expected given target selected chosen generated produced obtained learned
        trained pretrained untrained commercial proprietary public publicly private mere sheer huge vast
        massive small smaller larger longer shorter higher lower faster slower easier harder daily real
        everyday year month day week number amount type kind set series range variety class category
        part portion aspect issue gap limitation lightweight robust scalable flexible versatile
        innovative unique distinct separate independent individual respective specialized tailored
        customized dedicated designed developed introduced driven based aware level related specific
        oriented centric free like shot step end guided assisted powered enhanced augmented advance
        progress rely reliance success failure use usage application adoption deployment integration
        user's model's llm's openai' gpt' llm' experimental experiment result popular well known open
        closed source downstream underlying understanding the reasoning and 's effective approximately
        nearly around mitigating risk lack effect impact
        degree student task mixed discrete reliable target desired complex simple abstract
        challenging harder easy difficult hard beyond without fine grained time consuming
    """) - words("open source end step user high state time understanding")
"""First words of phrases that describe rather than name."""

VAGUE_TERMS = words("""
        performance method methods approach result experiment challenge problem solution technique
        strategy process data information knowledge content domain scenario application task system
        framework model dataset benchmark metric algorithm module mechanism pipeline paradigm
        architecture feature representation output input response query question answer text image video
        code document user human expert agent tool paper study research analysis evaluation assessment
        quality level capability ability training learning design development time cost error score rate
        size length memory token prompt instruction example sample step stage process structure graph
        tree network map field service package software app system interface measure index distance
        ratio loss quality capacity game interaction communication collaboration coordination control
        monitoring testing design filter mask search expert policy reward demonstration theory process
        feedback correction refinement usage reconstruction identification prediction generation
        retrieval detection recognition matching completion verification planning writing coding trust
        load challenge suite library engine platform university company
    """)


def head_type(key: str) -> str | None:
    """Return the type that the last word of an English key suggests, or None."""
    last = key.rsplit(maxsplit=1)[-1]
    if last in _METHOD_FIRST:
        return "Method"
    return next((kind for kind in ORDER if last in HEADS[kind]), None)


def trim(name: str, key: str) -> str:
    """Return a Chinese name without a verb before it or a general noun behind it that its English key doesn't say."""
    for prefix in CHINESE_VERBS:
        if name.startswith(prefix) and len(name) >= len(prefix) + 3:
            name = name.removeprefix(prefix)
    last = key.rsplit(maxsplit=1)[-1]
    for suffix, english in CHINESE_NOUNS.items():
        if name.endswith(suffix) and last not in english and len(name) >= len(suffix) + 4:
            name = name.removesuffix(suffix)
    return name


CHINESE_VERBS = ("提升", "提高", "改进", "利用", "通过", "结合", "随着", "借助", "针对", "采用", "显著")
CHINESE_NOUNS = {
    "方法": words("method approach methodology way means technique"),
    "技术": words("technique technology method approach tech"),
    "任务": words("task challenge problem"),
    "能力": words("ability capability skill capacity competence competency proficiency power"),
}
"""General nouns that translators add, with the English words that do say them."""


def is_vague(key: str) -> bool:
    """Say whether an English key describes rather than names."""
    parts = key.split()
    return key in VAGUE_TERMS or parts[0] in VAGUE_FIRST or any(part.endswith("'") for part in parts)


GENERIC_LAST = words("""
        task method approach technique strategy framework system model challenge problem ability
        capability scenario application process domain family series variant issue effort work setting
        case field community researcher practitioner data information content user developer research
        study type area goal objective requirement need result performance experiment solution stage
        step component element factor aspect level dataset benchmark baseline paradigm pipeline
        mechanism module architecture example sample query question response output input llm metric
        skill format tool environment
    """)
"""Last words that name no new thing when what stands before them is a term already."""

WEAK_LAST = words("""
        task method approach technique strategy challenge problem ability capability scenario
        application process issue effort work setting field community practitioner requirement need goal
        objective area level solution stage aspect tool skill experiment result researcher developer
        user environment element factor effect idea way context code description video image text
        instruction feature sample example property role direction perspective
        shot aware based driven guided oriented centric augmented specific
    """)
"""Last words that make a phrase too vague, unless several annotators named it."""

STRONG: dict[str, str] = {
    **dict.fromkeys(
        words("""
        model network learning llm mllm vlm lvlm framework agent transformer algorithm tuning training
        architecture mechanism module encoder decoder attention prompting distillation quantization
        pruning embedding prompt adapter retriever classifier optimizer tokenizer attack defense
        strategy technique method paradigm pipeline loss function policy graph tree theory ai assistant
        regularization sampling decoding layer system token protocol
    """),
        "Method",
    ),
    **dict.fromkeys(words("dataset corpus treebank"), "Dataset"),
    **dict.fromkeys(words("benchmark leaderboard"), "Benchmark"),
    **dict.fromkeys(
        words("""
        accuracy rate score latency precision recall perplexity throughput overhead ratio f1 speed cost
        consumption quality efficiency
    """),
        "Metric",
    ),
    **dict.fromkeys(
        words("""
        answering recognition captioning summarization translation segmentation classification detection
        understanding reasoning prediction generation forecasting estimation identification navigation localization
        synthesis diagnosis
    """),
        "Task",
    ),
    **dict.fromkeys(words("platform library toolkit toolbox compiler simulator software"), "Software"),
    "university": "Organization",
}
"""Last words that settle the type, whatever stands before them."""


def strong_type(key: str) -> str | None:
    """Return the type that the last word settles, or None."""
    if key.endswith(("augmented generation", "speculative decoding")):
        return "Method"
    return STRONG.get(_PREPOSITION.split(key)[0].rsplit(maxsplit=1)[-1])
