using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG3xxx: groups of events.</summary>
internal static class GroupRules
{
    private const string Category = "EventGen.Groups";

    public static readonly DiagnosticDescriptor NotAMember = new(
        "EVG3001", "A type implements a group's interface but is no event",
        "'{0}' implements '{1}', the interface of a group, but is no event, so the group refuses it; mark it with [Event]",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For("EVG3001"));

    public static readonly DiagnosticDescriptor MissingCases = new(
        "EVG3002", "A switch over a group misses events of it",
        "This switch over '{0}' misses {1}; add {2}, or one for the rest",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink.For("EVG3002"));

    public static readonly DiagnosticDescriptor CannotBeGroup = new(
        "EVG3003", "The interface cannot be a group", "Group '{0}' {1}; {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For("EVG3003"));
}
