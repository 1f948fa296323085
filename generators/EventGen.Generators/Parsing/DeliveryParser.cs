using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads <c>[Retry]</c> and <c>[HandlerTimeout]</c> of a handler or an event.</summary>
internal static class DeliveryParser
{
    private static readonly TimeSpan s_shortestLimit = TimeSpan.FromMilliseconds(1);

    /// <summary>Timers count milliseconds in an int.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <param name="symbol">The method or the type.</param>
    /// <param name="scope">What to parse in.</param>
    /// <param name="used">Notes the exception types that generated code will name.</param>
    /// <returns>The settings; those that cannot work are reported and left out.</returns>
    public static DeliveryModel Parse(ISymbol symbol, ParseScope scope, SuppressionCollector? used = null)
    {
        var retry = symbol.FindAttribute(RuntimeNames.RetryAttribute) is { } attribute ? new RetryParser(attribute, symbol, scope, used).Parse() : null;
        var timeout = symbol.FindAttribute(RuntimeNames.HandlerTimeoutAttribute) is { } limit ? ParseTimeout(limit, symbol, scope) : null;
        return retry is null && timeout is null ? DeliveryModel.None : new DeliveryModel(retry, timeout);
    }

    private static long? ParseTimeout(AttributeData attribute, ISymbol symbol, ParseScope scope)
    {
        if (attribute.ConstructorArguments.Length != 1) return null;
        string? text = attribute.ConstructorArguments[0].Value as string;
        bool isTime = TimeText.TryParse(text, out var limit);
        if (isTime && limit >= s_shortestLimit && limit <= LongestWait) return limit.Ticks;
        var (fact, remedy) = isTime && limit > LongestWait
            ? ("longer than a timer can wait", $"write at most {LongestWait}, or leave the attribute out")
            : isTime ? ("less than a millisecond", $"write a time above zero as \"{TimeText.Form}\"")
            : ("which is no time", $"write a time above zero as \"{TimeText.Form}\"");
        scope.Report(DeliveryRules.CannotWork, attribute, symbol, symbol.FullName(), "HandlerTimeout", $"has '{text}' as its limit, {fact}", remedy);
        return null;
    }
}
