using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports classes of accessors that have one full name: the compiler tells of the clash, but not of the way out.</summary>
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
            var assembly = start.Compilation.Assembly;
            var own = ReferencesParser.ModuleOf(assembly) is { } module ? AccessorClass.Of(assembly, module) : null;
            var referenced = ReferencesParser.Modules(start.Compilation)
                .Select(static one => AccessorClass.Of(one.Assembly, one.Module))
                .OfType<AccessorClass>()
                .OrderBy(static one => one.Assembly.Name, StringComparer.Ordinal)
                .ToList();

            // The project's own hides those of its references, in all that it says.
            if (own is not null && referenced.FindAll(own.Clashes) is { Count: > 0 } hidden && own.FirstEvent() is { } first)
                start.RegisterSymbolAction(symbol => ReportOwn(symbol, first, own, hidden), SymbolKind.NamedType);

            // Those of two references trouble only who names them.
            var ambiguous = referenced
                .Where(one => own?.Clashes(one) != true && referenced.Exists(other => other != one && other.Clashes(one)))
                .ToList();
            if (ambiguous.Count > 0) start.RegisterSyntaxNodeAction(name => ReportUse(name, ambiguous), SyntaxKind.IdentifierName);
        });
    }

    // True of every event, so one says it for all.
    private static void ReportOwn(SymbolAnalysisContext context, INamedTypeSymbol first, AccessorClass own, List<AccessorClass> hidden)
    {
        if (!SymbolEqualityComparer.Default.Equals(context.Symbol, first)) return;
        foreach (var other in hidden) context.ReportDiagnostic(Clash(first.Locations[0], own, other));
    }

    private static void ReportUse(SyntaxNodeAnalysisContext context, List<AccessorClass> ambiguous)
    {
        string name = ((IdentifierNameSyntax)context.Node).Identifier.ValueText;
        if (!ambiguous.Exists(one => one.Type.Name == name)) return;

        var meant = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).CandidateSymbols;
        var named = ambiguous.FindAll(one => meant.Contains(one.Type, SymbolEqualityComparer.Default));
        if (named.Count > 1) context.ReportDiagnostic(Clash(context.Node.GetLocation(), named[0], named[1]));
    }

    private static Diagnostic Clash(Location place, AccessorClass one, AccessorClass other) => Diagnostic.Create(
        EventRules.AccessorClassTaken, place, one.Type.FullName(), one.Assembly.Name, other.Assembly.Name,
        Identifiers.Join(one.Assembly.Name.Split('.').Last()) + one.Type.Name);
}
