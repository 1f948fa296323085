using EventGen.Generators.Models;

namespace EventGen.Generators.Fingerprints;

/// <summary>What was read of a file, and when it holds.</summary>
/// <remarks>It keeps no digest: a build that reads everything once needs none, so none is computed for it.</remarks>
/// <param name="Dependencies">Of the project that it was read in.</param>
/// <param name="Place">The file's place in that project.</param>
/// <param name="Declarations">What was read.</param>
internal sealed record KnownReading(Dependencies Dependencies, int Place, FileDeclarations Declarations)
{
    /// <summary>Whether another project, in which the same file stands, has all that the declarations depend on in the same form.</summary>
    public bool HoldsFor(Dependencies other, int place) => Dependencies.AreEqual(Place, other, place);
}
