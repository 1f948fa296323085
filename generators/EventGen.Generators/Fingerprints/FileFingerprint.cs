using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Fingerprints;

/// <summary>What one file declares, as its syntax alone tells it.</summary>
/// <remarks>A file's tree never changes, so what was found in it is kept for as long as the tree is: only edited files are read again.</remarks>
internal sealed class FileFingerprint(byte[] digest, Aliases aliases, IReadOnlyList<MarkedDeclaration> marked, IReadOnlyList<TypeDeclarationSyntax> derivedTypes)
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileFingerprint> s_known = new();

    /// <summary>Differs when anything differs that symbols are made of; what only a body says is not part of it.</summary>
    public byte[] Digest => digest;

    /// <summary>The other names that the file gives to types.</summary>
    public Aliases Aliases => aliases;

    /// <summary>The types and methods with attributes, whichever these are.</summary>
    public IReadOnlyList<MarkedDeclaration> Marked => marked;

    /// <summary>The classes that may have handlers from their base classes.</summary>
    public IReadOnlyList<TypeDeclarationSyntax> DerivedTypes => derivedTypes;

    public static FileFingerprint Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(tree, out var known)) return known;
        var read = new FingerprintReader(tree.GetText(cancellationToken)).Read(tree, cancellationToken);
        return s_known.GetValue(tree, _ => read);
    }
}
