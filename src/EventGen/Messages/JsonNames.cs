using System.Text.Json;

namespace EventGen;

/// <summary>The names of the members of an object and of those around it, to find one that comes twice.</summary>
/// <remarks>Most objects are small: their names are compared where they stand in the text. Others get a set. One instance serves a thread, for one text after the other.</remarks>
internal sealed class JsonNames : IDisposable
{
    private const int FewNames = 16;
    private const int MaxPooledNames = 1024;

    [ThreadStatic]
    private static JsonNames? t_spare;

    private readonly List<(int Start, int Length)> _names = new(FewNames);
    private readonly Stack<(int Start, HashSet<string>? Set)> _objects = new();

    private JsonNames()
    {
    }

    /// <summary>To be used for one text, and disposed.</summary>
    public static JsonNames Rent()
    {
        var names = t_spare ?? new JsonNames();
        t_spare = null;
        return names;
    }

    public void Dispose()
    {
        if (_names.Capacity > MaxPooledNames) return;
        _names.Clear();
        _objects.Clear();
        t_spare = this;
    }

    /// <summary>Begins an object.</summary>
    public void Enter() => _objects.Push((_names.Count, null));

    /// <summary>Ends the object that was begun last.</summary>
    public void Leave()
    {
        int start = _objects.Pop().Start;
        _names.RemoveRange(start, _names.Count - start);
    }

    /// <summary>Adds the name at which the reader stands.</summary>
    /// <param name="reader">Stands at a name.</param>
    /// <param name="json">The text that it reads.</param>
    /// <returns>False when the object has it already.</returns>
    public bool TryAdd(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var (start, set) = _objects.Peek();
        if (set is null && !reader.ValueIsEscaped && _names.Count - start < FewNames)
        {
            var name = reader.ValueSpan;
            for (int i = start; i < _names.Count; i++)
            {
                if (json.Slice(_names[i].Start, _names[i].Length).SequenceEqual(name)) return false;
            }

            _names.Add(((int)reader.TokenStartIndex + 1, name.Length));   // past the quotation mark
            return true;
        }

        if (set is null)
        {
            set = new HashSet<string>(StringComparer.Ordinal);
            for (int i = start; i < _names.Count; i++) set.Add(System.Text.Encoding.UTF8.GetString(json.Slice(_names[i].Start, _names[i].Length)));
            _objects.Pop();
            _objects.Push((start, set));
        }

        return set.Add(reader.GetString()!);
    }
}
