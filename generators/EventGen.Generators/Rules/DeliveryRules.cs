using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>What can be wrong with how a handler is attempted.</summary>
internal static class DeliveryRules
{
    public static readonly DiagnosticDescriptor CannotWork = new(
        "EVG2012", "The settings of attempts cannot work", "'{0}': [{1}] {2}; {3}", "EventGen.Handlers",
        DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For("EVG2012"));
}
