using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace EventGen.CodeFixes.Editing;

/// <summary>Names as a fix writes them: in full, and shortened afterwards to what the file's usings allow.</summary>
internal static class Names
{
    public static TypeSyntax Type(string fullName) =>
        SyntaxFactory.ParseTypeName($"global::{fullName}").WithAdditionalAnnotations(Simplifier.Annotation);

    /// <summary>An attribute list on a line of its own: <c>[Event]</c>.</summary>
    public static AttributeListSyntax Attribute(string fullName, params AttributeArgumentSyntax[] arguments) => SyntaxFactory.AttributeList(
        SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(
            SyntaxFactory.ParseName($"global::{fullName}").WithAdditionalAnnotations(Simplifier.Annotation),
            arguments.Length == 0 ? null : SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(arguments)))));
}
