using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports why <c>Events.OrderPlaced</c> does not mean the accessor where it is written, and what does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AccessorReachAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [EventRules.AccessorShared, EventRules.AccessorsHidden, EventRules.AliasInTheWay];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // The SDK writes the aliases of a project file into a generated file, and markup becomes one.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, types) =>
        {
            // At the start nobody has looked at the project's types; at the first access the compiler knows them.
            var accessors = new Lazy<KnownAccessors>(() => new(start.Compilation, ProjectParser.Names(start.Compilation, start.Options.AnalyzerConfigOptionsProvider)));
            start.RegisterSyntaxNodeAction(node => AnalyzeUse(node, accessors.Value, types), SyntaxKind.SimpleMemberAccessExpression);
            start.RegisterSyntaxNodeAction(node => AnalyzeAlias(node, accessors.Value), SyntaxKind.UsingDirective);
        });
    }

    private static void AnalyzeUse(SyntaxNodeAnalysisContext context, KnownAccessors accessors, RuntimeTypes types)
    {
        var access = (MemberAccessExpressionSyntax)context.Node;
        if (access.Expression is not IdentifierNameSyntax left || left.Identifier.ValueText != accessors.ClassName) return;
        if (context.SemanticModel.GetSymbolInfo(access, context.CancellationToken).Symbol is { } found
            && !(found is INamedTypeSymbol type && IsTakenForTopic(context, access, type, types))) return;

        string name = access.Name.Identifier.ValueText;
        var meant = context.SemanticModel.GetSymbolInfo(left, context.CancellationToken);
        if (accessors.IsMeant(meant.Symbol))
        {
            if (accessors.Shared(name, context.CancellationToken) is not { } shared) return;
            context.ReportDiagnostic(Diagnostic.Create(
                EventRules.AccessorShared, access.Name.GetLocation(), name, Quoted(shared.Select(static one => one.Type.FullName), " and "),
                accessors.ClassName, Quoted(shared.Select(accessors.Remedy), " or ")));
            return;
        }

        if (!accessors.Has(name, context.CancellationToken)) return;
        context.ReportDiagnostic(Diagnostic.Create(
            EventRules.AccessorsHidden, left.GetLocation(), accessors.ClassName, Described(meant, accessors, context.CancellationToken), accessors.WayTo(name)));
    }

    // An event of a namespace called 'Events' has the name of its accessor, so 'Events.OrderPlaced' finds its type, which is no value and has no 'Emit'.
    private static bool IsTakenForTopic(SyntaxNodeAnalysisContext context, MemberAccessExpressionSyntax access, INamedTypeSymbol found, RuntimeTypes types) =>
        access.Parent switch
        {
            EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or AssignmentExpressionSyntax => true,
            MemberAccessExpressionSyntax { Name.Identifier: { ValueText: var member } name } => types.IsMemberOfTopics(member)
                && context.SemanticModel.LookupSymbols(name.SpanStart, found, member).IsEmpty,
            _ => false,
        };

    private static void AnalyzeAlias(SyntaxNodeAnalysisContext context, KnownAccessors accessors)
    {
        if (context.Node is not UsingDirectiveSyntax { Alias: { } alias, NamespaceOrType: { } target } directive
            || alias.Name.Identifier.ValueText != accessors.ClassName
            || AccessorAlias.In(directive.SyntaxTree, accessors.ClassName, context.CancellationToken) != directive) return;
        if (context.SemanticModel.GetSymbolInfo(target, context.CancellationToken).Symbol is not INamedTypeSymbol named || !accessors.IsAccessorClass(named)) return;

        context.ReportDiagnostic(Diagnostic.Create(EventRules.AliasInTheWay, directive.GetLocation(), accessors.ClassName, named.FullName()));
    }

    private static string Quoted(IEnumerable<string> names, string between) => string.Join(between, names.Select(static name => $"'{name}'"));

    private static string Described(SymbolInfo meant, KnownAccessors accessors, CancellationToken cancellationToken)
    {
        var symbol = meant.Symbol ?? (meant.CandidateSymbols.Length == 1 ? meant.CandidateSymbols[0] : null);
        if (symbol is null)
        {
            string reason = accessors.WhyNoAlias(cancellationToken) is { } why ? $", because {why}" : "";
            return meant.CandidateSymbols.Length > 1 ? $"may be more than one type here{reason}" : $"has no meaning here{reason}";
        }

        string kind = symbol switch
        {
            INamespaceSymbol => "namespace",
            ITypeSymbol => "type",
            _ => symbol.Kind.ToString().ToLowerInvariant(),
        };
        return $"is the {kind} '{symbol.ToDisplayString()}' here";
    }
}
