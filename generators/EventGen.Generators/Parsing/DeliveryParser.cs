using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads <c>[Retry]</c> and <c>[HandlerTimeout]</c> of a handler or an event.</summary>
internal static class DeliveryParser
{
    // Timers count milliseconds in an int.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(int.MaxValue);
    private static readonly TimeSpan s_shortestLimit = TimeSpan.FromMilliseconds(1);

    /// <param name="symbol">The method or the type.</param>
    /// <param name="scope">What to parse in.</param>
    /// <param name="used">Notes the exception types that generated code will name.</param>
    /// <returns>The settings; those that cannot work are reported and left out.</returns>
    public static DeliveryModel Parse(ISymbol symbol, ParseScope scope, SuppressionCollector? used = null)
    {
        var retry = symbol.FindAttribute(KnownNames.Retry) is { } attribute ? ParseRetry(attribute, symbol, scope, used) : null;
        var timeout = symbol.FindAttribute(KnownNames.HandlerTimeout) is { } limit ? ParseTimeout(limit, symbol, scope) : null;
        return retry is null && timeout is null ? DeliveryModel.None : new DeliveryModel(retry, timeout);
    }

    private static RetryModel? ParseRetry(AttributeData attribute, ISymbol symbol, ParseScope scope, SuppressionCollector? used)
    {
        // Else the compiler has its own error.
        if (attribute.ConstructorArguments.Length != 8 || attribute.AttributeConstructor is not { Parameters: { Length: 8 } parameters }) return null;
        var arguments = attribute.ConstructorArguments;
        bool works = true;

        void Fault(string fact, string remedy)
        {
            works = false;
            scope.Report(DeliveryRules.CannotWork, attribute, symbol, symbol.FullName(), "Retry", fact, remedy);
        }

        TimeSpan Time(int index)
        {
            if (TimeText.TryParse(arguments[index].Value as string, out var time)) return time;
            Fault($"has '{arguments[index].Value}' as {parameters[index].Name}, which is no time", $"write it as \"{TimeText.Form}\"");
            return TimeSpan.Zero;
        }

        string Member(int index)
        {
            if (EnumMember(arguments[index]) is { } name) return name;
            Fault($"has {arguments[index].Value} as {parameters[index].Name}, which is none of {arguments[index].Type!.Name}", "use one of its members");
            return "";
        }

        EquatableArray<string> Types(int index)
        {
            if (arguments[index].IsNull) return default;
            var names = new List<string>();
            foreach (var type in arguments[index].Values.Select(static value => value.Value as ITypeSymbol))
            {
                if (type is INamedTypeSymbol named && IsException(named) && TypeAccessibility.CanName(named, scope))
                {
                    used?.Use(named);
                    names.Add(named.Global(scope.Aliases));
                }
                else
                {
                    Fault($"names '{type?.ToDisplayString() ?? "null"}' in {parameters[index].Name}", "name exceptions that generated code can reach");
                }
            }

            return names.ToEquatableArray();
        }

        int attempts = arguments[0].Value is int count ? count : 0;
        if (attempts < 1) Fault($"makes {attempts} attempts", "make at least 1, the first attempt");
        var delay = Time(1);
        if (delay < TimeSpan.Zero) Fault($"waits {delay}", "wait no less than zero");
        var maxDelay = Time(3);
        if (works && maxDelay < delay) Fault($"waits at most {maxDelay}, less than its delay of {delay}", "raise maxDelay or lower delay");
        if (maxDelay > s_longestWait) Fault($"waits at most {maxDelay}, longer than a timer can", $"wait at most {s_longestWait}");
        var model = new RetryModel(
            attempts, delay.Ticks, Member(2), maxDelay.Ticks, arguments[4].Value is true, Types(5), Types(6), Member(7));
        return works ? model : null;
    }

    private static long? ParseTimeout(AttributeData attribute, ISymbol symbol, ParseScope scope)
    {
        if (attribute.ConstructorArguments.Length != 1) return null;
        string? text = attribute.ConstructorArguments[0].Value as string;
        bool isTime = TimeText.TryParse(text, out var limit);
        if (isTime && limit >= s_shortestLimit && limit <= s_longestWait) return limit.Ticks;
        var (fact, remedy) = isTime && limit > s_longestWait
            ? ("longer than a timer can wait", $"write at most {s_longestWait}, or leave the attribute out")
            : isTime ? ("less than a millisecond", $"write a time above zero as \"{TimeText.Form}\"")
            : ("which is no time", $"write a time above zero as \"{TimeText.Form}\"");
        scope.Report(DeliveryRules.CannotWork, attribute, symbol, symbol.FullName(), "HandlerTimeout", $"has '{text}' as its limit, {fact}", remedy);
        return null;
    }

    private static string? EnumMember(TypedConstant constant) => constant.Type?.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, constant.Value))?.Name;

    private static bool IsException(INamedTypeSymbol type) =>
        !type.IsInGeneric() && (type.Is(KnownNames.Exception) || type.BaseClasses().Any(static based => based.Is(KnownNames.Exception)));
}
