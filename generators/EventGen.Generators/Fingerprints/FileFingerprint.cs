using System.Runtime.CompilerServices;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Fingerprints;

/// <summary>What one file declares, as its syntax alone tells it, and what was last read of it.</summary>
/// <remarks>A file's tree never changes, so what was found in it is kept for as long as the tree is: only edited files are read again.</remarks>
internal sealed class FileFingerprint(byte[] digest, FileSyntax syntax, SyntaxTree tree, IReadOnlyCollection<TextSpan> leftOut)
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileFingerprint> s_known = new();

    private readonly Lazy<OutlineNames> _names = new(() => OutlineNames.Of(tree.GetRoot(), leftOut));

    // Replaced whole. Two projects that share the tree, or two runs at once, take the place of each other's at worst.
    private volatile KnownReading? _known;

    /// <summary>Differs when anything differs that symbols are made of; what only a body says is not part of it.</summary>
    public byte[] Digest => digest;

    /// <summary>What the generator reads of the file.</summary>
    public FileSyntax Syntax => syntax;

    /// <summary>The names in the file's declarations. Collected when they are first asked for, after the first edit.</summary>
    public OutlineNames Names => _names.Value;

    public static FileFingerprint Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(tree, out var known)) return known;
        var read = new FingerprintReader(tree.GetText(cancellationToken)).Read(tree, cancellationToken);
        return s_known.GetValue(tree, _ => read);
    }

    /// <summary>What the file declares; read again only when something changed that it depends on.</summary>
    /// <param name="dependencies">Of the project that is read.</param>
    /// <param name="place">The file's place in that project.</param>
    /// <param name="read">Reads the file.</param>
    public FileDeclarations Read(Dependencies dependencies, int place, Func<FileDeclarations> read)
    {
        var known = _known;
        var declarations = known is not null && known.HoldsFor(dependencies, place) ? known.Declarations : read();
        _known = new KnownReading(dependencies, place, declarations);
        return declarations;
    }
}
