using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>What one file may declare for the generator, as its syntax alone tells it.</summary>
/// <param name="Aliases">The other names that the file gives to types.</param>
/// <param name="Marked">The types and methods with attributes, whichever these are.</param>
/// <param name="DerivedTypes">The classes that may have handlers from their base classes.</param>
internal sealed record FileSyntax(FileAliases Aliases, IReadOnlyList<MarkedDeclaration> Marked, IReadOnlyList<TypeDeclarationSyntax> DerivedTypes)
{
    /// <summary>Whether anything in the file can be a declaration that the generator reads.</summary>
    public bool MayDeclare => Marked.Count > 0 || DerivedTypes.Count > 0;

    /// <summary>Whether instances of the class may have handlers from its base classes.</summary>
    public static bool MayInherit(TypeDeclarationSyntax type) =>
        type is { BaseList: not null, TypeParameterList: null, RawKind: (int)SyntaxKind.ClassDeclaration or (int)SyntaxKind.RecordDeclaration }
        && !type.Modifiers.Any(SyntaxKind.AbstractKeyword);
}
