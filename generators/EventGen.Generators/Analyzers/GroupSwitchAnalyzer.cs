using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports switches over a group that have neither a case for each of its events nor one for the rest.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GroupSwitchAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [GroupRules.MissingCases];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.EventGroup) is null) return;
            var events = new Lazy<ImmutableArray<INamedTypeSymbol>>(() => DeclaredEvents.In(start.Compilation, CancellationToken.None));
            start.RegisterOperationAction(
                operation =>
                {
                    var found = (ISwitchExpressionOperation)operation.Operation;
                    Report(operation, events, found.Value, found.Arms.Select(static arm => (arm.Pattern, arm.Guard)));
                },
                OperationKind.SwitchExpression);
            start.RegisterOperationAction(
                operation =>
                {
                    var found = (ISwitchOperation)operation.Operation;
                    var clauses = found.Cases.SelectMany(static section => section.Clauses).ToList();
                    if (clauses.Exists(static clause => clause is IDefaultCaseClauseOperation)) return;
                    Report(operation, events, found.Value, clauses.OfType<IPatternCaseClauseOperation>().Select(static clause => (clause.Pattern, clause.Guard)));
                },
                OperationKind.Switch);
        });
    }

    /// <summary>The events of the group that no case takes, by full name; none when a case takes the rest.</summary>
    public static IEnumerable<INamedTypeSymbol> Missing(
        INamedTypeSymbol group, IEnumerable<INamedTypeSymbol> events, IEnumerable<(IPatternOperation Pattern, IOperation? Guard)> cases, Compilation compilation)
    {
        var taken = cases.Where(static one => one.Guard is null).SelectMany(static one => TypesOf(one.Pattern)).ToList();
        return events
            .Where(member => member.AllInterfaces.Contains(group, SymbolEqualityComparer.Default))
            .Where(member => !taken.Exists(type => compilation.ClassifyCommonConversion(member, type) is { IsImplicit: true }))
            .OrderBy(static member => member.FullName(), StringComparer.Ordinal);
    }

    private static void Report(
        OperationAnalysisContext context, Lazy<ImmutableArray<INamedTypeSymbol>> events, IOperation value, IEnumerable<(IPatternOperation Pattern, IOperation? Guard)> cases)
    {
        if (value.Type is not INamedTypeSymbol group || !GroupParser.IsGroup(group)) return;
        string[] missing = [.. Missing(group, events.Value, cases, context.Compilation).Select(static member => $"'{member.Name}'")];
        if (missing.Length > 0)
            context.ReportDiagnostic(Diagnostic.Create(GroupRules.MissingCases, value.Syntax.GetLocation(), group.FullName(), string.Join(", ", missing)));
    }

    // The types whose every instance the pattern takes: a pattern that looks further takes only some.
    private static IEnumerable<ITypeSymbol> TypesOf(IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation => [pattern.InputType],
        IDeclarationPatternOperation declaration => [declaration.MatchesNull ? declaration.InputType : declaration.MatchedType ?? declaration.InputType],
        ITypePatternOperation type => [type.MatchedType],
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => TypesOf(either.LeftPattern).Concat(TypesOf(either.RightPattern)),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } plain => [plain.MatchedType],
        IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true } deconstructed
            when deconstructed.DeconstructionSubpatterns.All(static part => part is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true }) => [deconstructed.MatchedType],
        _ => [],
    };
}
