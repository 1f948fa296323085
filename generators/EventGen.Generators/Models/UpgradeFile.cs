namespace EventGen.Generators.Models;

/// <summary>An upgrade that can be written: its payload is listed.</summary>
/// <param name="Upgrade">The upgrade.</param>
/// <param name="JsonContext">The <c>JsonSerializerContext</c> that lists the older payload.</param>
internal sealed record UpgradeFile(UpgradeModel Upgrade, string JsonContext);
