using System.Text;

namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Writes indented code, and makes the choices of one seed.</summary>
internal sealed class CodeWriter(int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _indent;
    private int _names;

    public override string ToString() => _text.ToString();

    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n')) _text.Append(line.Length == 0 ? "" : new string(' ', 4 * _indent)).Append(line).Append('\n');
    }

    /// <summary>A block in braces under a head.</summary>
    public void Block(string head, Action body)
    {
        Line(head);
        Line("{");
        _indent++;
        body();
        _indent--;
        Line("}");
    }

    /// <summary>The same, followed by an empty line.</summary>
    public void Member(string head, Action body)
    {
        Block(head, body);
        Line();
    }

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public int Number(int from, int to) => _random.Next(from, to + 1);

    public T Pick<T>(params IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>Some of them, in a random order; at least so many.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> all, int least = 1)
    {
        T[] shuffled = [.. all];
        _random.Shuffle(shuffled);
        return shuffled[..Number(Math.Min(least, shuffled.Length), shuffled.Length)];
    }

    /// <summary>A name that no other of this writer is equal to.</summary>
    public string Name(params string[] stems) => $"{Pick(stems)}{++_names}";
}
