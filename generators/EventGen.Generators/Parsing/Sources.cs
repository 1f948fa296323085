using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Where the generator's models come from.</summary>
internal static class Sources
{
    public static IncrementalValueProvider<ProjectModel> Project(IncrementalGeneratorInitializationContext context) =>
        context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => ProjectParser.Parse(pair.Left, pair.Right));

    public static IncrementalValuesProvider<EventModel> Events(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                KnownNames.Event,
                static (node, _) => node is TypeDeclarationSyntax,
                static (context, cancellationToken) => OwnsSymbol(context, KnownNames.Event, cancellationToken)
                    ? ItemGuard.Parse(() => EventParser.Parse((INamedTypeSymbol)context.TargetSymbol, Scope(context, cancellationToken)))
                    : null)
            .Where(static model => model is not null).Select(static (model, _) => model!);

    public static IncrementalValuesProvider<HandlerModel> Handlers(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                KnownNames.Subscribe,
                static (node, _) => node is MethodDeclarationSyntax,
                static (context, cancellationToken) => OwnsSymbol(context, KnownNames.Subscribe, cancellationToken)
                    ? ItemGuard.Parse(() => HandlerSource.Declared((IMethodSymbol)context.TargetSymbol, Scope(context, cancellationToken)))
                    : null)
            .Where(static model => model is not null).Select(static (model, _) => model!);

    public static IncrementalValuesProvider<HandlerModel> InheritedHandlers(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => MayInherit(node),
                static (context, cancellationToken) =>
                {
                    var scope = new ParseScope(context.SemanticModel.Compilation, report: null, cancellationToken);
                    return context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken) is INamedTypeSymbol type
                        && IsFirstWithBases(type, context.Node, cancellationToken)
                        ? HandlerSource.Inherited(type, scope)
                        : default;
                })
            .SelectMany(static (handlers, _) => handlers);

    public static IncrementalValuesProvider<JsonContextModel> JsonContexts(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                KnownNames.JsonSerializable,
                static (node, _) => node is ClassDeclarationSyntax,
                static (context, cancellationToken) => OwnsSymbol(context, KnownNames.JsonSerializable, cancellationToken)
                    ? ItemGuard.Parse(() => JsonContextParser.Parse((INamedTypeSymbol)context.TargetSymbol, Scope(context, cancellationToken)))
                    : null)
            .Where(static model => model is not null).Select(static (model, _) => model!);

    private static ParseScope Scope(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new(context.SemanticModel.Compilation, report: null, cancellationToken);

    // Each marked part of a partial declaration comes here; the part with the first attribute stands for all.
    private static bool OwnsSymbol(GeneratorAttributeSyntaxContext context, string attribute, CancellationToken cancellationToken) =>
        context.TargetSymbol.FindAttribute(attribute)?.ApplicationSyntaxReference is not { } reference
        || reference.SyntaxTree == context.TargetNode.SyntaxTree
            && context.TargetNode.FullSpan.Contains(reference.GetSyntax(cancellationToken).Span);

    private static bool MayInherit(SyntaxNode node) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration }
        && (TypeDeclarationSyntax)node is { BaseList: not null, TypeParameterList: null } declaration
        && !declaration.Modifiers.Any(SyntaxKind.AbstractKeyword);

    private static bool IsFirstWithBases(INamedTypeSymbol type, SyntaxNode node, CancellationToken cancellationToken)
    {
        var first = type.DeclaringSyntaxReferences.FirstOrDefault(
            reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax { BaseList: not null });
        return first is not null && first.SyntaxTree == node.SyntaxTree && first.Span == node.Span;
    }
}
