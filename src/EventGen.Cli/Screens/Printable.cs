namespace EventGen.Cli.Screens;

/// <summary>Text of others, made safe for a terminal: no control characters, which could move the cursor or set colours.</summary>
internal static class Printable
{
    public static string Of(string text) => string.Concat(text.Select(static character => character == '\n' || !char.IsControl(character) ? character : '\uFFFD'));
}
