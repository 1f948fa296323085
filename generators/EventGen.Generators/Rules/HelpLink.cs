namespace EventGen.Generators.Rules;

/// <summary>Where a rule's page is.</summary>
internal static class HelpLink
{
    public static string For(string ruleId) => $"https://github.com/eventgen/eventgen/blob/main/generators/docs/rules/{ruleId}.md";
}
