using EventGen.EventContracts;

namespace EventGen.Cli.Reading;

/// <summary>An assembly that was read.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Project">Its project file; <see langword="null"/> when an assembly was named.</param>
/// <param name="Manifest">What it declares.</param>
/// <param name="Emits">What its methods emit.</param>
internal sealed record ReadAssembly(string Path, string? Project, ModuleManifest Manifest, IReadOnlyList<EmitCall> Emits);
