namespace EventGen.AotSmoke.Labels;

/// <summary>A label has been printed; a value, so that its topic is code of its own.</summary>
[Event]
public readonly record struct LabelPrinted(int Number, string Text = "fragile");
