using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>What the overloads that take a payload's parts have in common: those with a token, and those without.</summary>
internal sealed class PartsSignature
{
    public PartsSignature(EventModel model, ConstructionModel construction, bool takesToken)
    {
        var names = new NameAllocator(construction.Parts.Select(static part => part.Name.TrimStart('@')));
        (Topic, Token) = (names.Take("topic"), names.Take("cancellationToken"));

        // The token comes last, so that nothing can follow it: the overload with a token takes an array where the other takes "params".
        var parameters = new List<string> { $"this global::{RuntimeNames.Topic}<{model.Type.Global}> {Topic}" };
        parameters.AddRange(construction.Parts.Select(part => Parameter(takesToken ? part.AsArray : part)));
        if (takesToken) parameters.Add($"global::{FrameworkNames.CancellationToken} {Token} = default");
        Parameters = parameters;
        Arguments = $"{Creation(model, construction, takesToken)}{(takesToken ? $", {Token}" : "")}";
    }

    /// <summary>The name of the parameter that has the topic.</summary>
    public string Topic { get; }

    /// <summary>The name of the parameter that has the token.</summary>
    public string Token { get; }

    /// <summary>The parameters, as they are declared.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>What the topic's method is called with.</summary>
    public string Arguments { get; }

    private static string Parameter(PartModel part)
    {
        string modifier = part.IsParams ? "params " : "";
        string otherwise = part.Default is null ? "" : $" = {part.Default}";
        return $"{part.Attributes}{modifier}{part.Type} {part.Name}{otherwise}";
    }

    private static string Creation(EventModel model, ConstructionModel construction, bool takesToken)
    {
        var arrays = new HashSet<string>(construction.Parts.Where(part => takesToken && part.IsParams).Select(static part => part.Name), StringComparer.Ordinal);
        string arguments = string.Join(", ", construction.Arguments.Select(argument => arrays.Contains(argument) ? $"{argument} ?? []" : argument));
        string creation = $"new {model.Type.Global}({arguments})";
        return construction.Initializers.Count == 0 ? creation : $"{creation} {{ {string.Join(", ", construction.Initializers)} }}";
    }
}
