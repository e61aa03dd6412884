using Maner.Testing;
using Xunit;

[assembly: Trait(Vectors.Trait, Vectors.Yes)]
