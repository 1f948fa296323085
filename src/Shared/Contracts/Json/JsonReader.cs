using System.Globalization;
using System.Text;

namespace EventGen.EventContracts;

/// <summary>Reads JSON that people may have edited: what is wrong is an error with its line. Used once.</summary>
/// <remarks>Analyzers run on .NET Framework too, which has no JSON reader of its own.</remarks>
/// <param name="text">The text.</param>
/// <param name="declared">Contracts that members of the root's members may be; such a member is compared as text and not read.</param>
internal sealed class JsonReader(string text, DeclaredContracts? declared = null)
{
    private const int EventDepth = 2;

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

    /// <summary>Reads the value that begins at a place, whatever comes after it.</summary>
    /// <exception cref="ContractFileException">It is none.</exception>
    public JsonValue ReadAt(int place)
    {
        _at = place;
        return ReadValue();
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
            members.Add(new JsonMember(name, TrySkip(name) ? new JsonValue(JsonValueKind.Declared, nameLine) : ReadValue(), nameLine));
            SkipSpace();
        }
        while (Skip(','));

        if (!Skip('}')) throw Unexpected("',' or '}'");
        return Leave(new JsonValue(JsonValueKind.Object, line) { Members = members });
    }

    // Steps over the event's contract where it is the declared one, but for the space between its tokens.
    private bool TrySkip(string name)
    {
        if (declared is null || _depth != EventDepth || !declared.TryFind(name, out int other)) return false;
        var (start, line) = (_at, _line);
        if (SkipLike(declared.Text, other)) return true;
        (_at, _line) = (start, line);
        return false;
    }

    private bool SkipLike(string other, int at)
    {
        int depth = 0;
        bool wasInWord = false;
        do
        {
            int before = _at;
            SkipSpace();
            while (other[at] == ' ') at++;
            char c = Peek();
            if (c != other[at]) return false;
            bool isInWord = c is not ('{' or '}' or '[' or ']' or ':' or ',' or '"');
            if (isInWord && wasInWord && _at != before) return false;   // "1 2" is not "12"
            wasInWord = isInWord;
            int length = c == '"' ? LengthOfText(other, at) : 1;
            if (string.CompareOrdinal(text, _at, other, at, length) != 0) return false;
            _at += length;
            at += length;
            depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
        }
        while (depth > 0);

        return true;
    }

    private static int LengthOfText(string other, int at)
    {
        int end = at + 1;
        while (other[end] != '"') end += other[end] == '\\' ? 2 : 1;
        return end + 1 - at;
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
