using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Triggers;

/// <summary>The signature of a condition or of <c>From</c>: public, static, from a change of the entity.</summary>
internal static class TriggerSignature
{
    private const string Change = "change";

    /// <summary>The parameter that has what the method decides about: a change of an entity, or the entity itself.</summary>
    public static IParameterSymbol? Subject(IMethodSymbol method, INamedTypeSymbol entity, Compilation compilation) =>
        method.Parameters.FirstOrDefault(static parameter => IsChange(parameter.Type))
        ?? method.Parameters.FirstOrDefault(parameter => parameter.Type.SpecialType != SpecialType.System_Object && compilation.HasImplicitConversion(entity, parameter.Type));

    /// <returns>The method with that signature; <see langword="null"/> when it has parameters, and none of them is a change or the entity.</returns>
    public static MethodDeclarationSyntax? Of(
        MethodDeclarationSyntax method, IMethodSymbol symbol, INamedTypeSymbol entity, ITypeSymbol returned, SemanticModel model, CancellationToken cancellationToken)
    {
        var subject = Subject(symbol, entity, model.Compilation);
        if (subject is null && symbol.Parameters.Length > 0) return null;

        string change = model.Compilation.GetTypeByMetadataName($"{RuntimeNames.EntityChange}`1")!.Construct(entity).ToMinimalDisplayString(model, method.SpanStart);
        bool takesEntity = subject is not null && !IsChange(subject.Type);
        string name = subject is null || takesEntity ? Change : CSharpText.Identifier(subject.Name);
        var changed = takesEntity ? WithEntityOfChange(method, subject!, model, cancellationToken) : method;
        if (subject?.RefKind is not (RefKind.None or RefKind.In) || symbol.Parameters.Length > 1 || takesEntity || !TriggerParser.TakesChange(symbol, entity))
            changed = changed.WithParameterList(SyntaxFactory.ParseParameterList($"({change} {name})").WithTriviaFrom(method.ParameterList));

        var lead = method.GetLeadingTrivia();
        changed = changed.WithLeadingTrivia();
        if (!SymbolEqualityComparer.Default.Equals(symbol.ReturnType, returned))
            changed = changed.WithReturnType(SyntaxFactory.ParseTypeName(returned.ToMinimalDisplayString(model, method.SpanStart)).WithTriviaFrom(changed.ReturnType));
        return changed.WithModifiers(Modifiers(method)).WithLeadingTrivia(lead);
    }

    private static bool IsChange(ITypeSymbol type) => type is INamedTypeSymbol named && named.Is(RuntimeNames.EntityChange, arity: 1);

    private static MethodDeclarationSyntax WithEntityOfChange(MethodDeclarationSyntax method, IParameterSymbol entity, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? body = method.Body ?? (SyntaxNode?)method.ExpressionBody;
        if (body is null) return method;
        var uses = body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == entity.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, entity));
        return method.ReplaceNodes(uses, static (_, name) => SyntaxFactory.ParseExpression($"{Change}.Entity").WithTriviaFrom(name));
    }

    // An internal one can be called too, and stays so.
    private static SyntaxTokenList Modifiers(MethodDeclarationSyntax method)
    {
        bool isInternal = method.Modifiers.Any(SyntaxKind.InternalKeyword) && !method.Modifiers.Any(SyntaxKind.ProtectedKeyword);
        var kept = method.Modifiers.Where(static modifier => modifier.Kind() is not (SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword
            or SyntaxKind.InternalKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AsyncKeyword or SyntaxKind.ReadOnlyKeyword));
        return SyntaxFactory.TokenList([Word(isInternal ? SyntaxKind.InternalKeyword : SyntaxKind.PublicKeyword), Word(SyntaxKind.StaticKeyword), .. kept]);
    }

    private static SyntaxToken Word(SyntaxKind kind) => SyntaxFactory.Token(default, kind, SyntaxFactory.TriviaList(SyntaxFactory.Space));
}
