using System.Globalization;
using System.Text;

namespace EventGen.EventContracts;

/// <summary>Reads JSON that people may have edited: what is wrong is an error with its line. Used once.</summary>
/// <remarks>Analyzers run on .NET Framework too, which has no JSON reader of its own.</remarks>
internal sealed class JsonReader(string text)
{
    // Deeper than any payload that System.Text.Json writes with its default of 64.
    private const int MaxDepth = 128;

    private int _at;
    private int _line;
    private int _depth;

    /// <summary>Reads the whole text as one value.</summary>
    /// <exception cref="ContractFileException">It is none.</exception>
    public JsonValue Read()
    {
        SkipSpace();
        var value = ReadValue();
        SkipSpace();
        if (_at < text.Length) throw Unexpected("the end of the file");
        return value;
    }

    private JsonValue ReadValue()
    {
        if (_at >= text.Length) throw new ContractFileException(_line, "ends in the middle");
        switch (text[_at])
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                int line = _line;
                return new JsonValue(JsonValueKind.Text, line) { Text = ReadText() };
            case 't':
                return ReadWord("true", JsonValueKind.True);
            case 'f':
                return ReadWord("false", JsonValueKind.False);
            case 'n':
                return ReadWord("null", JsonValueKind.Null);
            default:
                return ReadNumber();
        }
    }

    private JsonValue ReadObject()
    {
        int line = _line;
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Enter();
        SkipSpace();
        if (Skip('}')) return Leave(new JsonValue(JsonValueKind.Object, line));
        do
        {
            SkipSpace();
            if (Peek() != '"') throw Unexpected("a name in quotes");
            int nameLine = _line;
            string name = ReadText();
            if (!names.Add(name)) throw new ContractFileException(nameLine, $"has '{name}' twice");
            SkipSpace();
            if (!Skip(':')) throw Unexpected("':'");
            SkipSpace();
            members.Add(new JsonMember(name, ReadValue(), nameLine));
            SkipSpace();
        }
        while (Skip(','));

        if (!Skip('}')) throw Unexpected("',' or '}'");
        return Leave(new JsonValue(JsonValueKind.Object, line) { Members = members });
    }

    private JsonValue ReadArray()
    {
        int line = _line;
        var items = new List<JsonValue>();
        Enter();
        SkipSpace();
        if (Skip(']')) return Leave(new JsonValue(JsonValueKind.Array, line));
        do
        {
            SkipSpace();
            items.Add(ReadValue());
            SkipSpace();
        }
        while (Skip(','));

        if (!Skip(']')) throw Unexpected("',' or ']'");
        return Leave(new JsonValue(JsonValueKind.Array, line) { Items = items });
    }

    private string ReadText()
    {
        var read = new StringBuilder();
        _at++;
        while (true)
        {
            char c = Peek();
            if (c is '\0' or '\n') throw new ContractFileException(_line, "has a text without its closing quote");
            _at++;
            if (c == '"') return read.ToString();
            read.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        char c = Peek();
        _at++;
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case '"' or '\\' or '/':
                return c;
            case 'u' when _at + 4 <= text.Length && ushort.TryParse(text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _at += 4;
                return (char)code;
            default:
                throw new ContractFileException(_line, "has a '\\' that escapes nothing");
        }
    }

    private JsonValue ReadWord(string word, JsonValueKind kind)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) throw Unexpected("a value");
        _at += word.Length;
        return new JsonValue(kind, _line);
    }

    private JsonValue ReadNumber()
    {
        int start = _at;
        while (Peek() is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E') _at++;
        string number = text.Substring(start, _at - start);
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw Unexpected("a value");
        return new JsonValue(JsonValueKind.Number, _line) { Text = number };
    }

    private void Enter()
    {
        _at++;
        if (++_depth > MaxDepth) throw new ContractFileException(_line, $"is nested deeper than {MaxDepth} levels");
    }

    private JsonValue Leave(JsonValue value)
    {
        _depth--;
        return value;
    }

    private void SkipSpace()
    {
        for (; Peek() is ' ' or '\t' or '\r' or '\n' or '\ufeff'; _at++)
        {
            if (text[_at] == '\n') _line++;
        }
    }

    private bool Skip(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private ContractFileException Unexpected(string expected) => _at >= text.Length
        ? new ContractFileException(_line, "ends in the middle")
        : new ContractFileException(_line, $"has '{text[_at]}' where {expected} is expected");
}
