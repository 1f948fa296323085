namespace EventGen.Generators.Models;

/// <summary>The names of what is generated for one assembly.</summary>
/// <param name="Namespace">The namespace as written in code, keywords escaped; empty for the global one.</param>
/// <param name="Accessor">The class of accessors, <c>Events</c>.</param>
/// <param name="Module">The module's class.</param>
/// <param name="Parts">The class of the overloads that take parts.</param>
/// <param name="AccessorTaken">Why the class of accessors cannot have its name; <see langword="null"/> when it can.</param>
/// <param name="ExternAliases">The extern aliases that code may have to declare, not escaped, sorted.</param>
internal sealed record GeneratedNames(
    string Namespace,
    string Accessor,
    string Module,
    string Parts,
    string? AccessorTaken,
    EquatableArray<string> ExternAliases)
{
    /// <summary>How code names the module from anywhere.</summary>
    public string GlobalModule => Qualified(Module);

    /// <summary>How code names one of the generated types from anywhere.</summary>
    public string Qualified(string type) => Namespace.Length == 0 ? $"global::{type}" : $"global::{Namespace}.{type}";

    /// <summary>The class of accessors by its full name, nothing escaped.</summary>
    public string AccessorFullName => (Namespace.Length == 0 ? Accessor : $"{Namespace}.{Accessor}").Replace("@", "");
}
