using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what an event's payload should not hold: one instance goes to many readers, and perhaps over the wire.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventRules.Mutable, EventRules.NotSerializable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!type.HasAttribute(RuntimeNames.EventAttribute)) return;

        foreach (var member in PayloadMembers.All(type))
        {
            if (PayloadMutability.Of(member, type) is { } violation) Report(context, EventRules.Mutable, member, type, violation);
        }

        if (!Publishers.Of(type).Any()) return;
        foreach (var (member, violation) in JsonViolations.In(type)) Report(context, EventRules.NotSerializable, member, type, violation);
    }

    // What a base class declares is shown at the event: the class by itself is no payload.
    private static void Report(SymbolAnalysisContext context, DiagnosticDescriptor rule, ISymbol member, INamedTypeSymbol type, Violation violation)
    {
        var where = SymbolEqualityComparer.Default.Equals(member.ContainingType, type) && member.Locations.Any(static place => place.IsInSource) ? member : type;
        context.ReportDiagnostic(Diagnostic.Create(rule, where.Locations[0], type.FullName(), violation.Fact, violation.Remedy));
    }
}
