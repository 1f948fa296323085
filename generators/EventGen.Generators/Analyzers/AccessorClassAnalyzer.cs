using System.Collections.Immutable;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports where code names a class of accessors that two referenced assemblies have: the compiler tells of the clash, but not of the way out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AccessorClassAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventRules.AccessorClassTaken];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var referenced = ReferencesParser.Modules(start.Compilation)
                .Select(static one => AccessorClass.Of(one.Assembly, one.Module))
                .OfType<AccessorClass>()
                .OrderBy(static one => one.Assembly.Name, StringComparer.Ordinal)
                .ToList();
            var ambiguous = referenced.FindAll(one => referenced.Exists(other => other != one && other.Clashes(one)));
            if (ambiguous.Count == 0) return;

            var names = ProjectParser.Names(start.Compilation, start.Options.AnalyzerConfigOptionsProvider);
            start.RegisterSyntaxNodeAction(name => Report(name, ambiguous, names), SyntaxKind.IdentifierName);
        });
    }

    private static void Report(SyntaxNodeAnalysisContext context, List<AccessorClass> ambiguous, GeneratedNames names)
    {
        string name = ((IdentifierNameSyntax)context.Node).Identifier.ValueText;
        if (!ambiguous.Exists(one => one.Type.Name == name)) return;

        var meant = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).CandidateSymbols;
        var named = ambiguous.FindAll(one => meant.Contains(one.Type, SymbolEqualityComparer.Default));
        if (named.Count < 2) return;

        string suggested = Identifiers.Join(named[0].Assembly.Name.Split('.').Last()) + name;
        string remedy = names.AccessorTaken is null
            ? $"write '{names.AccessorFullName}', which has the events of both"
            : $"name that of one of them otherwise, as with [assembly: EventGenOptions(AccessorName = \"{suggested}\")] in '{named[0].Assembly.Name}'";
        context.ReportDiagnostic(Diagnostic.Create(
            EventRules.AccessorClassTaken, context.Node.GetLocation(), named[0].Type.FullName(), named[0].Assembly.Name, named[1].Assembly.Name, remedy));
    }
}
