import Testing

/// One construction against verifiers: see the files beside this one.
@Suite struct AttackCorpusTests {}
