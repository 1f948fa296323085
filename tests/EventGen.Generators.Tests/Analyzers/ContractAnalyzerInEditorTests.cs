namespace EventGen.Generators.Tests.Analyzers;

public sealed class ContractAnalyzerInEditorTests() : ContractAnalyzerSuite(isEditor: true);
