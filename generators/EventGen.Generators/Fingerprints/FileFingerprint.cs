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

    private readonly KeptReading<FileDeclarations> _declarations = new();
    private readonly KeptReading<EquatableArray<ContractModel?>> _contracts = new();

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
    public FileDeclarations Read(Dependencies dependencies, int place, Func<FileDeclarations> read) => _declarations.Get(dependencies, place, "", read);

    /// <summary>What the file's events are on the wire; read again only when something changed that it depends on.</summary>
    /// <param name="dependencies">Of the project that is read.</param>
    /// <param name="place">The file's place in that project.</param>
    /// <param name="contexts">The project's <c>JsonSerializerContext</c>s with their settings, as a text: an event's file does not name those that list it.</param>
    /// <param name="read">Reads the file.</param>
    public EquatableArray<ContractModel?> ReadContracts(Dependencies dependencies, int place, string contexts, Func<EquatableArray<ContractModel?>> read) =>
        _contracts.Get(dependencies, place, contexts, read);
}
