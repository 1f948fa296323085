using System.CommandLine;
using System.Globalization;

namespace EventGen.Cli.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class NumberOption
{
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="least">The least number it takes.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="missing">What it is where it is left out; <see langword="null"/> for no number.</param>
    /// <param name="help">What the help text calls the number.</param>
    public static Option<long?> Create(string name, string description, long least, long most, long? missing = null, string help = "NUMBER")
    {
        var option = new Option<long?>(name) { HelpName = help, Description = description };
        if (missing is not null) option.DefaultValueFactory = _ => missing;
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most) return number;
            result.AddError(most == long.MaxValue
                ? $"{name} takes a whole number from {Text(least)} on, and not '{text}'."
                : $"{name} takes a whole number from {Text(least)} to {Text(most)}, and not '{text}'.");
            return null;
        };
        return option;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
