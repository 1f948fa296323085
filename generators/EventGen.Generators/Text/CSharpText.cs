using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Text;

/// <summary>Values and names as C# text.</summary>
internal static class CSharpText
{
    /// <summary>A name where an identifier is wanted.</summary>
    /// <remarks>
    /// Words that are reserved in some places only are escaped too: <c>await</c> in an asynchronous method, <c>record</c> before a name,
    /// <c>field</c> in a property, and <c>extension</c>, which the floor of Roslyn does not know.
    /// </remarks>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name is not "_" && SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None || name == "extension"
            ? $"@{name}"
            : name;

    /// <summary>An attribute's name as code writes it: <c>global::System.Obsolete</c>.</summary>
    /// <param name="fullName">The full name of its type.</param>
    public static string Attribute(string fullName) => $"global::{fullName.Substring(0, fullName.Length - "Attribute".Length)}";

    /// <summary>A string literal.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A constant of a primitive type; <see langword="null"/> for anything else.</summary>
    public static string? Constant(object value) => value switch
    {
        string text => Literal(text),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        bool truth => truth ? "true" : "false",
        float number => Floating(number, "float", "f"),
        double number => Floating(number, "double", "d"),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        sbyte or byte or short or ushort or int => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Text inside an XML documentation comment, on one line.</summary>
    public static string Xml(string text) => Line(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Text inside a comment: on one line, and without characters that XML cannot hold.</summary>
    public static string Line(string text)
    {
        if (IsPlain(text)) return text;
        var line = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) line.Append(c).Append(text[++i]);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029') line.Append(' ');
            else line.Append(char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' ? '\uFFFD' : c);
        }

        return line.ToString();
    }

    // Most texts are: no second one is made of them.
    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~') return false;
        }

        return true;
    }

    /// <summary>The name as a parameter would have it: <c>OrderId</c> is <c>orderId</c>, <c>URLPath</c> is <c>urlPath</c>.</summary>
    public static string CamelCase(string name)
    {
        char[] characters = name.ToCharArray();
        for (int i = 0; i < characters.Length && char.IsUpper(characters[i]); i++)
        {
            // The last capital of a run begins the next word, unless the run is the whole start of the name.
            if (i > 0 && i + 1 < characters.Length && char.IsLower(characters[i + 1])) break;
            characters[i] = char.ToLowerInvariant(characters[i]);
        }

        return new string(characters);
    }

    private static string Floating(double number, string type, string suffix) => number switch
    {
        double.NaN => $"{type}.NaN",
        double.PositiveInfinity => $"{type}.PositiveInfinity",
        double.NegativeInfinity => $"{type}.NegativeInfinity",
        0 => (BitConverter.DoubleToInt64Bits(number) < 0 ? "-0" : "0") + suffix,
        _ => (type == "float" ? Digits((float)number) : Digits(number)) + suffix,
    };

    // The compiler may run on .NET Framework, whose "R" has other digits than that of .NET. These numbers of digits are the same on both: the fewer
    // are exact for what people write, the more are read back as the same number in any case.
    private static string Digits(double number)
    {
        string text = number.ToString("G15", CultureInfo.InvariantCulture);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) && read.Equals(number) ? text : number.ToString("G17", CultureInfo.InvariantCulture);
    }

    private static string Digits(float number)
    {
        string text = number.ToString("G6", CultureInfo.InvariantCulture);
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float read) && read.Equals(number) ? text : number.ToString("G9", CultureInfo.InvariantCulture);
    }
}
