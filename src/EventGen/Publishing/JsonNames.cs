using System.Text;
using System.Text.Json;

namespace EventGen;

/// <summary>The names of the members of an object and of those around it, to find one that comes twice.</summary>
/// <remarks>Most objects are small: their names are compared where they stand in the text. Large ones get a set.</remarks>
internal sealed class JsonNames(ReadOnlyMemory<byte> json)
{
    private const int FewNames = 16;

    private readonly List<ReadOnlyMemory<byte>> _names = [];
    private readonly Stack<(int Start, HashSet<string>? Set)> _objects = new();

    /// <summary>Begins an object.</summary>
    public void Enter() => _objects.Push((_names.Count, null));

    /// <summary>Ends the object that was begun last.</summary>
    public void Leave() => _names.RemoveRange(_objects.Peek().Start, _names.Count - _objects.Pop().Start);

    /// <summary>Adds the name at which the reader stands.</summary>
    /// <returns>False when the object has it already.</returns>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        int begin = (int)reader.TokenStartIndex + 1;   // past the quotation mark
        var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : json.Slice(begin, reader.ValueSpan.Length);
        var (start, set) = _objects.Peek();
        if (set is null && _names.Count - start < FewNames)
        {
            for (int i = start; i < _names.Count; i++)
            {
                if (_names[i].Span.SequenceEqual(name.Span)) return false;
            }

            _names.Add(name);
            return true;
        }

        if (set is null)
        {
            set = new HashSet<string>(_names.Skip(start).Select(static name => Encoding.UTF8.GetString(name.Span)), StringComparer.Ordinal);
            _objects.Pop();
            _objects.Push((start, set));
        }

        return set.Add(Encoding.UTF8.GetString(name.Span));
    }
}
