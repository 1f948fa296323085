namespace EventGen.Cli.Screens;

/// <summary>Text of others, made safe for a terminal: no control characters, which could move the cursor or set colours.</summary>
internal static class Printable
{
    public static string Of(string text) => string.Concat(text.Select(static letter => letter == '\n' || !char.IsControl(letter) ? letter : '\uFFFD'));
}
