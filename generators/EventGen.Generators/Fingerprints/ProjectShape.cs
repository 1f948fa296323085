using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Fingerprints;

/// <summary>Tells compilations apart by what they declare: where two have the same digest, the parsers read the same from both.</summary>
/// <remarks>
/// What a compilation is made of is covered whole: its name, its files in their order, its references and its options. The
/// last two count by identity, which a host keeps from edit to edit; at worst the project is read once more.
/// </remarks>
internal sealed class ProjectShape
{
    private static readonly ConditionalWeakTable<Compilation, ProjectShape> s_known = new();

    private ProjectShape(Compilation compilation, CancellationToken cancellationToken)
    {
        var digest = new DigestWriter();
        digest.Write(compilation.AssemblyName ?? "");
        digest.Write(IdentityNumber.Of(compilation.Options));
        foreach (var reference in compilation.References) Write(digest, reference, cancellationToken);
        DigestWithoutFiles = digest.Finish();

        digest.Write(DigestWithoutFiles);
        digest.Write(compilation.SyntaxTrees.Count());
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            digest.Write(FileFingerprint.Of(tree, cancellationToken).Digest);
        }

        Digest = digest.Finish();
    }

    /// <summary>The digest of all.</summary>
    public byte[] Digest { get; }

    /// <summary>The digest of all but the files.</summary>
    public byte[] DigestWithoutFiles { get; }

    public static ProjectShape Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(compilation, out var known)) return known;
        var read = new ProjectShape(compilation, cancellationToken);
        return s_known.GetValue(compilation, _ => read);
    }

    // In an editor a referenced project is a compilation too, another one after each edit in it.
    private static void Write(DigestWriter digest, MetadataReference reference, CancellationToken cancellationToken)
    {
        if (reference is not CompilationReference { Compilation: CSharpCompilation project })
        {
            digest.Write(IdentityNumber.Of(reference));
            return;
        }

        digest.Write(0L);   // nobody's number
        digest.Write(Of(project, cancellationToken).Digest);
        digest.Write(reference.Properties.EmbedInteropTypes ? 1 : 0);
        digest.Write(reference.Properties.Aliases);
    }
}
