using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>Makes the result of a validation from sentences, so that an <see cref="OptionsValidationException"/> reads as a list.</summary>
/// <remarks>Compiled into every package that validates options.</remarks>
internal static class OptionsFaults
{
    private const string Separator = "; ";

    /// <summary>One fault stays the sentence that it is; several become items that the exception joins with semicolons.</summary>
    public static ValidateOptionsResult ToResult(string[] faults) => faults.Length switch
    {
        0 => ValidateOptionsResult.Success,
        1 => ValidateOptionsResult.Fail(faults),
        _ => ValidateOptionsResult.Fail(Array.ConvertAll(faults, ToItem)),
    };

    // "Workers is -1; it must be at least 1." becomes "Workers is -1 (it must be at least 1)": an item has no semicolon of its own.
    private static string ToItem(string sentence)
    {
        string text = sentence.EndsWith('.') ? sentence[..^1] : sentence;
        int remedy = text.IndexOf(Separator, StringComparison.Ordinal);
        return remedy < 0 ? text : $"{text[..remedy]} ({text[(remedy + Separator.Length)..].Replace(Separator, ", ", StringComparison.Ordinal)})";
    }
}
