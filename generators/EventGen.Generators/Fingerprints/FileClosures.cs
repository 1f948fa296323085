namespace EventGen.Generators.Fingerprints;

/// <summary>Digests of files with all that they depend on, by Tarjan's algorithm: files that depend on one another are one component.</summary>
/// <remarks>Without recursion, which a long chain of files would overflow. Used by one thread.</remarks>
internal sealed class FileClosures(IReadOnlyList<FileFingerprint> files, NameTable names)
{
    private const int Unseen = 0;

    private readonly byte[]?[] _digests = new byte[files.Count][];
    private readonly int[] _numbers = new int[files.Count];   // the order in which files were first seen
    private readonly int[] _lowest = new int[files.Count];    // the first seen file that is known to be in the same component
    private readonly NameMeaning[][] _mentioned = new NameMeaning[files.Count][];
    private readonly int[][] _successors = new int[files.Count][];
    private readonly Stack<int> _open = new();                // seen files whose component is not complete
    private readonly DigestWriter _digest = new();
    private int _seen;

    public byte[] DigestOf(int file)
    {
        if (_digests[file] is null) Visit(file);
        return _digests[file]!;
    }

    private void Visit(int start)
    {
        var path = new Stack<(int File, int Next)>();
        path.Push((Enter(start), 0));
        while (path.Count > 0)
        {
            var (file, next) = path.Pop();
            int[] successors = _successors[file];
            if (next < successors.Length)
            {
                int successor = successors[next];
                path.Push((file, next + 1));
                if (_numbers[successor] == Unseen) path.Push((Enter(successor), 0));
                else if (_digests[successor] is null) _lowest[file] = Math.Min(_lowest[file], _numbers[successor]);
                continue;
            }

            if (_lowest[file] == _numbers[file]) Complete(file);
            else if (path.Count > 0) _lowest[path.Peek().File] = Math.Min(_lowest[path.Peek().File], _lowest[file]);
        }
    }

    private int Enter(int file)
    {
        _numbers[file] = _lowest[file] = ++_seen;
        _mentioned[file] = [.. names.Find(files[file].Names.Mentioned)];
        _successors[file] = [.. _mentioned[file].SelectMany(static meaning => meaning.Files).Where(other => other != file).Distinct()];
        _open.Push(file);
        return file;
    }

    // In the files' order: where a type has parts in several files, it matters which comes first.
    private void Complete(int first)
    {
        var members = new List<int>();
        int member;
        do members.Add(member = _open.Pop());
        while (member != first);
        members.Sort();

        _digest.Write(members.Count);
        foreach (int one in members)
        {
            _digest.Write(files[one].Digest);
            foreach (var meaning in _mentioned[one])
            {
                if (meaning.NamespacesDigest is { } spaces) _digest.Write(spaces);
            }
        }

        // Those of this component have no digest yet.
        foreach (int one in members)
        {
            foreach (int successor in _successors[one])
            {
                if (_digests[successor] is { } other) _digest.Write(other);
            }
        }

        byte[] finished = _digest.Finish();
        foreach (int one in members) _digests[one] = finished;
    }
}
