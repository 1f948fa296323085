using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Fingerprints;

/// <summary>Tells compilations apart by what they declare: where two have the same digest, the parsers read the same from both.</summary>
/// <remarks>
/// What a compilation is made of is covered whole: its name, its files in their order, its references and its options. The
/// last two count by identity, which a host keeps from edit to edit; at worst the project is read once more.
/// </remarks>
internal static class ProjectShape
{
    private static readonly ConditionalWeakTable<Compilation, byte[]> s_known = new();

    public static byte[] Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(compilation, out byte[] known)) return known;
        byte[] computed = Compute(compilation, cancellationToken);
        return s_known.GetValue(compilation, _ => computed);
    }

    /// <summary>The digest of all but the files.</summary>
    public static byte[] OfSurroundings(Compilation compilation, CancellationToken cancellationToken)
    {
        var digest = new DigestWriter();
        digest.Write(compilation.AssemblyName ?? "");
        digest.Write(IdentityNumber.Of(compilation.Options));
        foreach (var reference in compilation.References) Write(digest, reference, cancellationToken);
        return digest.Finish();
    }

    private static byte[] Compute(Compilation compilation, CancellationToken cancellationToken)
    {
        var digest = new DigestWriter();
        digest.Write(OfSurroundings(compilation, cancellationToken));
        digest.Write(compilation.SyntaxTrees.Count());
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            digest.Write(FileFingerprint.Of(tree, cancellationToken).Digest);
        }

        return digest.Finish();
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
        digest.Write(Of(project, cancellationToken));
        digest.Write(reference.Properties.EmbedInteropTypes ? 1 : 0);
        digest.Write(reference.Properties.Aliases);
    }
}
