using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.CodeFixes.Handlers;

/// <summary>EVG2004: gives the handler a token and passes it on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TokenFix() : EditingFix(HandlerRules.TokenNotPassed.Id, "Take a CancellationToken and pass it")
{
    private const string Name = "cancellationToken";

    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(diagnostic.Location.SourceSpan);
        if (node?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } handler) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(handler, cancellationToken) is not IMethodSymbol method || !Signatures.MayChange(method, handler)) return [];
        if (IsTaken(handler) || handler.ParameterList.Parameters.Any(static parameter => parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))) return [];
        if (Passing(document, call, handler, model, cancellationToken) is not { } passing) return [];

        bool calledByHand = (await SymbolFinder.FindReferencesAsync(method, document.Project.Solution, cancellationToken).ConfigureAwait(false))
            .SelectMany(static found => found.Locations)
            .Any(static place => !place.IsImplicit && place.Document is not SourceGeneratedDocument);
        bool optional = calledByHand || handler.ParameterList.Parameters.Any(static parameter => parameter.Default is not null);

        // A handler that has a token is not looked at again: the other calls that leave theirs out get it now.
        var others = handler.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(other => other != call && model.GetOperation(other, cancellationToken) is IInvocationOperation operation && LeftOut(operation).Any(IsToken))
            .Select(other => Passing(document, other, handler, model, cancellationToken))
            .OfType<NodeEdit>();
        return
        [
            passing,
            .. others,
            new(document, handler.ParameterList, "token", current => ((ParameterListSyntax)current).AddParameters(Parameter(optional))),
        ];
    }

    /// <returns>What passes the token; <see langword="null"/> where that cannot be.</returns>
    private static NodeEdit? Passing(
        Document document, InvocationExpressionSyntax call, MethodDeclarationSyntax handler, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.Ancestors().TakeWhile(ancestor => ancestor != handler).Any(IsStaticFunction)) return null;
        return model.GetOperation(call, cancellationToken) is IInvocationOperation operation && Passed(operation, call) is { } argument
            ? new(document, call.ArgumentList, "token", current => ((ArgumentListSyntax)current).AddArguments(argument))
            : null;
    }

    private static ParameterSyntax Parameter(bool optional)
    {
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Name))
            .WithType(Names.Type(FrameworkNames.CancellationToken).WithTrailingTrivia(SyntaxFactory.Space));
        return optional
            ? parameter.WithDefault(SyntaxFactory.EqualsValueClause(SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)))
                .WithAdditionalAnnotations(Formatter.Annotation)
            : parameter;
    }

    /// <returns>The argument; by name where those before it are left out. <see langword="null"/> when it cannot stand last.</returns>
    private static ArgumentSyntax? Passed(IInvocationOperation operation, InvocationExpressionSyntax call)
    {
        var token = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(Name));
        bool named = call.ArgumentList.Arguments.Any(static argument => argument.NameColon is not null);
        var leftOut = LeftOut(operation).ToList();
        var accepts = leftOut.Find(IsToken);
        if (accepts is null) return named || leftOut.Count > 0 ? null : token;   // another overload, with the token last

        bool next = !named && leftOut.TrueForAll(parameter => parameter.Ordinal >= accepts.Ordinal);
        return next ? token : token.WithNameColon(SyntaxFactory.NameColon(accepts.Name).WithTrailingTrivia(SyntaxFactory.Space));
    }

    private static IEnumerable<IParameterSymbol> LeftOut(IInvocationOperation operation) =>
        operation.Arguments.Where(static argument => argument.ArgumentKind == ArgumentKind.DefaultValue).Select(static argument => argument.Parameter!);

    private static bool IsToken(IParameterSymbol parameter) => parameter.Type.Is(FrameworkNames.CancellationToken);

    private static bool IsTaken(MethodDeclarationSyntax handler) => handler.DescendantTokens()
        .Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == Name
            && token.Parent is ParameterSyntax or VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax);

    private static bool IsStaticFunction(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };
}
