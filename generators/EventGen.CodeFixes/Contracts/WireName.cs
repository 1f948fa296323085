using EventGen.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace EventGen.CodeFixes.Contracts;

/// <summary>Gives a part its name on the wire.</summary>
internal static class WireName
{
    private const string Attribute = "System.Text.Json.Serialization.JsonPropertyName";

    /// <summary>The part with <c>[JsonPropertyName]</c>, in the place of one that it has.</summary>
    public static SyntaxNode On(SyntaxNode part, string name)
    {
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)));
        var lists = part is ParameterSyntax parameter ? parameter.AttributeLists : ((PropertyDeclarationSyntax)part).AttributeLists;
        var given = lists.SelectMany(static list => list.Attributes).FirstOrDefault(static attribute => attribute.Name.ToString().Split('.').Last() is "JsonPropertyName" or "JsonPropertyNameAttribute");
        if (given is not null)
            return part.ReplaceNode(given, given.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument))));

        var added = Names.Attribute(Attribute, argument);
        if (part is PropertyDeclarationSyntax property) return Attributes.With(property, added);

        // On a parameter it would say nothing of the property.
        added = added.WithTarget(SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.PropertyKeyword))).WithTrailingTrivia(SyntaxFactory.Space).WithAdditionalAnnotations(Formatter.Annotation);
        var bare = ((ParameterSyntax)part).WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, added)).WithLeadingTrivia(part.GetLeadingTrivia());
    }
}
