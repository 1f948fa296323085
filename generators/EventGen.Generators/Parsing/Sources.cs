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

    public static IncrementalValueProvider<WidenedCompilation> Widened(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<GeneratedNames> names) =>
        context.CompilationProvider.Combine(names).Select(static (pair, _) => new WidenedCompilation(pair.Left, pair.Right));

    public static IncrementalValuesProvider<EventModel> Events(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<WidenedCompilation> widened) =>
        Present(Marked(
                context, KnownNames.Event,
                static node => node is TypeDeclarationSyntax,
                static (symbol, scope) => EventParser.Parse((INamedTypeSymbol)symbol, scope),
                static symbol => OpenNames.OfEvent((INamedTypeSymbol)symbol))
            .Combine(widened)
            .Select(static (pair, cancellationToken) => Close(
                pair.Left, pair.Right, cancellationToken,
                static (open, scope) => OpenNames.TypeOf(open, scope.Compilation) is { } type ? EventParser.Parse(type, scope) : null)));

    /// <summary>The marked methods that are handlers, and those that take what is in nobody's reach, which are still open.</summary>
    public static IncrementalValuesProvider<Draft<HandlerModel>> HandlerDrafts(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<WidenedCompilation> widened) =>
        Marked(
                context, KnownNames.Subscribe,
                static node => node is MethodDeclarationSyntax,
                static (symbol, scope) => HandlerSource.Declared((IMethodSymbol)symbol, scope),
                static symbol => OpenNames.OfHandler((IMethodSymbol)symbol))
            .Combine(widened)
            .Select(static (pair, cancellationToken) => pair.Left.Open is { } open
                ? ItemGuard.Parse(() => Reread(open, new ParseScope(pair.Right.Value, report: null, cancellationToken))) ?? pair.Left
                : pair.Left);

    public static IncrementalValuesProvider<HandlerModel> Handlers(IncrementalValuesProvider<Draft<HandlerModel>> drafts) =>
        Present(drafts.Select(static (draft, _) => draft.Model));

    /// <summary>The full names of marked methods whose event is in nobody's reach.</summary>
    public static IncrementalValuesProvider<string> UnreadHandlers(IncrementalValuesProvider<Draft<HandlerModel>> drafts) =>
        Present(drafts.Select(static (draft, _) => draft.Open?.FullName));

    public static IncrementalValuesProvider<HandlerModel> InheritedHandlers(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<WidenedCompilation> widened) =>
        context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => MayInherit(node),
                static (context, cancellationToken) =>
                {
                    var scope = new ParseScope(context.SemanticModel.Compilation, report: null, cancellationToken);
                    if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken) is not INamedTypeSymbol type
                        || !IsFirstWithBases(type, context.Node, cancellationToken))
                        return new Draft<EquatableArray<HandlerModel>>(default, null);
                    return OpenNames.OfHeir(type) is { } open
                        ? new Draft<EquatableArray<HandlerModel>>(default, open)
                        : new Draft<EquatableArray<HandlerModel>>(HandlerSource.Inherited(type, scope), null);
                })
            .Combine(widened)
            .SelectMany(static (pair, cancellationToken) => Close(
                pair.Left, pair.Right, cancellationToken,
                static (open, scope) => OpenNames.TypeOf(open, scope.Compilation) is { } type ? HandlerSource.Inherited(type, scope) : default));

    public static IncrementalValuesProvider<GroupModel> Groups(IncrementalGeneratorInitializationContext context) =>
        Present(context.SyntaxProvider.ForAttributeWithMetadataName(
            KnownNames.EventGroup,
            static (node, _) => node is InterfaceDeclarationSyntax,
            static (context, cancellationToken) => OwnsSymbol(context, KnownNames.EventGroup, cancellationToken)
                ? ItemGuard.Parse(() => GroupParser.Parse((INamedTypeSymbol)context.TargetSymbol, Scope(context, cancellationToken)))
                : null));

    // System.Text.Json's generator does not see the generated global using either, so a type that needs it is not listed.
    public static IncrementalValuesProvider<JsonContextModel> JsonContexts(IncrementalGeneratorInitializationContext context) =>
        Present(context.SyntaxProvider.ForAttributeWithMetadataName(
            KnownNames.JsonSerializable,
            static (node, _) => node is ClassDeclarationSyntax,
            static (context, cancellationToken) => OwnsSymbol(context, KnownNames.JsonSerializable, cancellationToken)
                ? ItemGuard.Parse(() => JsonContextParser.Parse((INamedTypeSymbol)context.TargetSymbol, Scope(context, cancellationToken)))
                : null));

    private static IncrementalValuesProvider<Draft<T>> Marked<T>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<SyntaxNode, bool> isDeclaration,
        Func<ISymbol, ParseScope, T?> parse,
        Func<ISymbol, OpenItem?> findOpen) where T : class =>
        Present(context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            (node, _) => isDeclaration(node),
            (context, cancellationToken) =>
            {
                if (!OwnsSymbol(context, attribute, cancellationToken)) return null;
                var open = ItemGuard.Parse(() => findOpen(context.TargetSymbol));
                var model = open is null ? ItemGuard.Parse(() => parse(context.TargetSymbol, Scope(context, cancellationToken))) : null;
                return model is null && open is null ? null : new Draft<T>(model, open);
            }));

    private static Draft<HandlerModel>? Reread(OpenItem open, ParseScope scope) =>
        OpenNames.MethodOf(open, scope.Compilation) is { } method
            ? new Draft<HandlerModel>(HandlerSource.Declared(method, scope), OpenNames.IsOfOpenEvent(method) ? open : null)
            : null;

    // The second reading of what was open; the compilation it reads is used here and not kept.
    private static T? Close<T>(
        Draft<T> draft, WidenedCompilation widened, CancellationToken cancellationToken, Func<OpenItem, ParseScope, T?> parse) =>
        draft.Open is { } open ? ItemGuard.Parse(() => parse(open, new ParseScope(widened.Value, report: null, cancellationToken))) : draft.Model;

    private static IncrementalValuesProvider<T> Present<T>(IncrementalValuesProvider<T?> items) where T : class =>
        items.Where(static item => item is not null).Select(static (item, _) => item!);

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
