using System.Runtime.CompilerServices;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Fingerprints;

/// <summary>What one file declares, as its syntax alone tells it.</summary>
/// <remarks>A file's tree never changes, so what was found in it is kept for as long as the tree is: only edited files are read again.</remarks>
internal sealed class FileFingerprint(byte[] digest, FileSyntax syntax)
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileFingerprint> s_known = new();

    /// <summary>Differs when anything differs that symbols are made of; what only a body says is not part of it.</summary>
    public byte[] Digest => digest;

    /// <summary>What the generator reads of the file.</summary>
    public FileSyntax Syntax => syntax;

    public static FileFingerprint Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(tree, out var known)) return known;
        var read = new FingerprintReader(tree.GetText(cancellationToken)).Read(tree, cancellationToken);
        return s_known.GetValue(tree, _ => read);
    }
}
