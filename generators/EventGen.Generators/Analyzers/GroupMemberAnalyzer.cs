using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports types that implement a group's interface without being events. What is abstract is a base of events.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GroupMemberAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [GroupRules.NotAMember];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } || type.AllInterfaces.IsEmpty || type.HasAttribute(RuntimeNames.EventAttribute)) return;
        if (GroupParser.GroupsOf(type).FirstOrDefault() is { } group)
            context.ReportDiagnostic(Diagnostic.Create(GroupRules.NotAMember, type.Locations[0], type.FullName(), group.FullName()));
    }
}
