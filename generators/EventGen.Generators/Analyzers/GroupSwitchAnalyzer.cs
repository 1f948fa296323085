using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
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
            if (start.Compilation.GetTypeByMetadataName(RuntimeNames.EventGroupAttribute) is null) return;
            var events = new Lazy<ImmutableArray<INamedTypeSymbol>>(() => DeclaredEvents.In(start.Compilation, CancellationToken.None));
            start.RegisterOperationAction(operation => Report(operation, events), OperationKind.SwitchExpression, OperationKind.Switch);
        });
    }

    /// <summary>The events of the group that a switch has no case for, by full name; none when it is no switch over a group.</summary>
    public static IEnumerable<INamedTypeSymbol> Missing(IOperation operation, IEnumerable<INamedTypeSymbol> events, Compilation compilation)
    {
        if (ValueOf(operation)?.Type is not INamedTypeSymbol group || !GroupParser.IsGroup(group) || HasDefault(operation)) return [];
        var taken = CasesOf(operation).Where(static one => one.Guard is null).SelectMany(static one => TypesOf(one.Pattern)).ToList();
        return events
            .Where(member => member.AllInterfaces.Contains(group, SymbolEqualityComparer.Default))
            .Where(member => !taken.Exists(type => compilation.ClassifyCommonConversion(member, type) is { IsImplicit: true }))
            .OrderBy(static member => member.FullName(), StringComparer.Ordinal);
    }

    private static void Report(OperationAnalysisContext context, Lazy<ImmutableArray<INamedTypeSymbol>> events)
    {
        // Before anything is asked of the project: most switches are over something else.
        var value = ValueOf(context.Operation)!;
        if (value.Type is not INamedTypeSymbol group || !GroupParser.IsGroup(group)) return;
        string[] missing = [.. Missing(context.Operation, events.Value, context.Compilation).Select(static member => $"'{member.Name}'")];
        if (missing.Length > 0)
            context.ReportDiagnostic(Diagnostic.Create(GroupRules.MissingCases, value.Syntax.GetLocation(), group.FullName(), string.Join(", ", missing),
                missing.Length == 1 ? "a case for it" : "cases for them"));
    }

    private static IOperation? ValueOf(IOperation operation) => operation switch
    {
        ISwitchExpressionOperation expression => expression.Value,
        ISwitchOperation statement => statement.Value,
        _ => null,
    };

    private static bool HasDefault(IOperation operation) =>
        operation is ISwitchOperation statement && statement.Cases.Any(static section => section.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation));

    private static IEnumerable<(IPatternOperation Pattern, IOperation? Guard)> CasesOf(IOperation operation) => operation is ISwitchExpressionOperation expression
        ? expression.Arms.Select(static arm => (arm.Pattern, arm.Guard))
        : ((ISwitchOperation)operation).Cases.SelectMany(static section => section.Clauses).OfType<IPatternCaseClauseOperation>()
            .Select(static clause => (clause.Pattern, clause.Guard));

    // The types whose every instance the pattern takes: a pattern that looks further takes only some.
    private static IEnumerable<ITypeSymbol> TypesOf(IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation => [pattern.InputType],
        IDeclarationPatternOperation declaration => [declaration.MatchesNull ? declaration.InputType : declaration.MatchedType ?? declaration.InputType],
        ITypePatternOperation type => [type.MatchedType],
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => TypesOf(either.LeftPattern).Concat(TypesOf(either.RightPattern)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both when TakesAll(both.RightPattern) => TypesOf(both.LeftPattern),

        // Parts that are only named: Created(var number), Created { Number: var number }.
        IRecursivePatternOperation named
            when named.DeconstructionSubpatterns.All(TakesAll) && named.PropertySubpatterns.All(static part => TakesAll(part.Pattern)) => [named.MatchedType],
        _ when IsNotNull(pattern) => [pattern.InputType],
        _ => [],
    };

    private static bool TakesAll(IPatternOperation pattern) =>
        pattern is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } || IsNotNull(pattern) && pattern.Parent is IBinaryPatternOperation;

    private static bool IsNotNull(IPatternOperation pattern) =>
        pattern is INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } };
}
