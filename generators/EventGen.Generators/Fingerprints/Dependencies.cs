namespace EventGen.Generators.Fingerprints;

/// <summary>What each file's declarations are read from: while it is equal, what was read of the file stays true.</summary>
/// <remarks>
/// A declaration depends on its file, and on the files of all types that could be meant by a name in it; these depend on others
/// in the same way. A file that mentions a name depends on every type of that name, wherever it is declared, so a type that comes or
/// goes is noticed as well. Files that depend on one another have one digest. Computed when it is first asked for. Thread safe.
/// </remarks>
internal sealed class Dependencies
{
    private readonly byte[] _surroundings;
    private readonly IReadOnlyList<FileFingerprint> _files;
    private readonly Lazy<(byte[] Shared, byte[]?[] OfFiles)> _digests;

    /// <param name="surroundings">The digest of all that the compilation has besides files.</param>
    /// <param name="files">The files, in the compilation's order.</param>
    public Dependencies(byte[] surroundings, IReadOnlyList<FileFingerprint> files)
    {
        _surroundings = surroundings;
        _files = files;
        _digests = new Lazy<(byte[], byte[]?[])>(Compute);
    }

    /// <summary>Whether all that a file depends on is the same in two projects.</summary>
    /// <param name="file">The file's place here. It declares something.</param>
    /// <param name="other">The other project.</param>
    /// <param name="otherFile">The file's place there.</param>
    public bool AreEqual(int file, Dependencies other, int otherFile) =>
        ReferenceEquals(this, other) && file == otherFile
        || _digests.Value.Shared.SequenceEqual(other._digests.Value.Shared)
        && _digests.Value.OfFiles[file]!.SequenceEqual(other._digests.Value.OfFiles[otherFile]!);

    private (byte[] Shared, byte[]?[] OfFiles) Compute()
    {
        var names = new NameTable(_files);
        var closures = new FileClosures(_files, names);
        byte[] shared = Shared(names, closures);
        byte[]?[] ofFiles = new byte[_files.Count][];
        for (int i = 0; i < ofFiles.Length; i++)
        {
            if (_files[i].Syntax.MayDeclare) ofFiles[i] = closures.DigestOf(i);
        }

        return (shared, ofFiles);
    }

    // What all files depend on.
    private byte[] Shared(NameTable names, FileClosures closures)
    {
        var digest = new DigestWriter();
        digest.Write(_surroundings);
        for (int i = 0; i < _files.Count; i++)
        {
            var file = _files[i].Names;
            if (file.ConcernsAll) digest.Write(closures.DigestOf(i));
            if (file.Shared.Count == 0) continue;
            digest.Write(file.Shared);
            foreach (var meaning in names.Find(file.MentionedForAll))
            {
                if (meaning.NamespacesDigest is { } spaces) digest.Write(spaces);
                foreach (int other in meaning.Files) digest.Write(closures.DigestOf(other));
            }
        }

        return digest.Finish();
    }
}
