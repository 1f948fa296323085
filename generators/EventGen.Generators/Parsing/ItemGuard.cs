using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Keeps a failure on one item from taking all others with it.</summary>
internal static class ItemGuard
{
    /// <summary>Parses one item; nothing when that fails, which is passed on to be reported.</summary>
    public static T? Parse<T>(Func<T?> parse, Action<Exception> failed)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed(exception);
            return default;
        }
    }

    public static Diagnostic Diagnose(FailureModel failure, Location location) =>
        Diagnostic.Create(GeneratorRules.ItemFailed, location, failure.Item, failure.Cause);
}
