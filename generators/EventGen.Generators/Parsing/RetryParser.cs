using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads one <c>[Retry]</c>.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="symbol">What it marks.</param>
/// <param name="scope">What to parse in.</param>
/// <param name="used">Notes the exception types that generated code will name.</param>
internal sealed class RetryParser(AttributeData attribute, ISymbol symbol, ParseScope scope, SuppressionCollector? used)
{
    private bool _works = true;

    /// <returns>The settings; <see langword="null"/> when they cannot work, which is reported.</returns>
    public RetryModel? Parse()
    {
        // Anything else is an error of the compiler's.
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Value is not int attempts) return null;
        if (attempts < 1) Report($"makes {attempts} attempts", "make at least 1, the first attempt");
        var (delay, maxDelay) = (Time("Delay"), Time("MaxDelay"));
        var (wait, longest) = (delay ?? RetryDefaults.Delay, maxDelay ?? RetryDefaults.MaxDelay);
        if (wait < TimeSpan.Zero) Report($"waits {wait}", "wait no less than zero");
        if (_works && longest < wait) Report($"waits at most {longest}, less than its delay of {wait}", "raise MaxDelay or lower Delay");
        if (longest > DeliveryParser.LongestWait) Report($"waits at most {longest}, longer than a timer can", $"wait at most {DeliveryParser.LongestWait}");
        var model = new RetryModel(
            Unless(attempts, RetryDefaults.Attempts),
            Unless(wait.Ticks, RetryDefaults.Delay.Ticks),
            Member("Backoff") is { } backoff && backoff != RetryDefaults.Backoff ? backoff : null,
            Unless(longest.Ticks, RetryDefaults.MaxDelay.Ticks),
            Unless(Find("Jitter")?.Value is not false, RetryDefaults.Jitter),
            Types("On"),
            Types("Except"),
            Member("WhileRetrying") is { } order && order != RetryDefaults.WhileRetrying ? order : null);
        foreach (string both in model.On.Intersect(model.Except, StringComparer.Ordinal))
            Report($"names '{both.Replace("global::", "")}' in On and in Except, which leaves it out", "name it in one of them");
        return _works ? model : null;
    }

    private TimeSpan? Time(string name)
    {
        if (Find(name) is not { } written) return null;
        if (TimeText.TryParse(written.Value as string, out var time)) return time;
        Report($"has '{written.Value}' as {name}, which is no time", $"write it as \"{TimeText.Form}\"");
        return null;
    }

    private string? Member(string name)
    {
        if (Find(name) is not { } written) return null;
        var member = written.Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, written.Value));
        if (member is null) Report($"has {written.Value} as {name}, which is none of {written.Type!.Name}", "use one of its members");
        return member?.Name;
    }

    private EquatableArray<string> Types(string name)
    {
        if (Find(name) is not { IsNull: false } written) return default;
        var names = new List<string>();
        foreach (var type in written.Values.Select(static value => value.Value as ITypeSymbol))
        {
            if (type is INamedTypeSymbol exception && IsException(exception) && TypeAccessibility.CanName(exception, scope))
            {
                used?.Use(exception);
                names.Add(exception.Global(scope.Aliases));
            }
            else
            {
                string named = $"names '{type?.ToDisplayString() ?? "null"}' in {name}";
                if (type is INamedTypeSymbol reachable && IsException(reachable)) Report(named, "name exceptions that generated code can reach");
                else Report($"{named}, which is no exception", "name types that derive from System.Exception, and are not generic");
            }
        }

        return names.ToEquatableArray();
    }

    private static T? Unless<T>(T value, T isDefault) where T : struct => value.Equals(isDefault) ? null : value;

    private TypedConstant? Find(string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name) return argument.Value;
        }

        return null;
    }

    private void Report(string fact, string remedy)
    {
        _works = false;
        scope.Report(DeliveryRules.CannotWork, attribute, symbol, symbol.FullName(), "Retry", fact, remedy);
    }

    private static bool IsException(INamedTypeSymbol type) =>
        !type.IsInGeneric() && (type.Is(FrameworkNames.Exception) || type.BaseClasses().Any(static based => based.Is(FrameworkNames.Exception)));
}
