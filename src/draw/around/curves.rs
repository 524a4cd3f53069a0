//! Draws the other actors and the lines from them to the spine.

use super::super::font::Face;
use super::super::marks::{self, Frame};
use super::super::story::{Manner, Shape};
use super::super::style::{DETAIL, GREY, MARGIN, OTHERS, PAPER};
use super::super::svg::{Paint, Path, TextStyle};
use super::left::{BOX, Edge, Group, Node};
use super::page::{DOT, Drawing};
use crate::model::registry::RoleMode;

impl Drawing<'_, '_, '_> {
    pub(super) fn group(&mut self, group: &Group) {
        let story = self.around.story;
        let Some(first) = group.nodes.first() else {
            return;
        };
        let kind = match group.shape {
            Shape::Person => 0,
            Shape::State => 1,
            Shape::Organization => 2,
            Shape::Group => 3,
        };
        let style = TextStyle::new(Face::Regular, DETAIL).fill(GREY).halo();
        self.canvas.text(
            MARGIN,
            first.y - BOX / 2.0 - 4.0,
            story.words.around.kinds[kind],
            style,
        );
        for node in &group.nodes {
            let frame = Frame {
                x: MARGIN,
                y: node.y - BOX / 2.0,
                width: self.columns.boxes,
                height: BOX,
            };
            let names: Vec<_> = node
                .actors
                .iter()
                .map(|&actor| story.actors[actor].name)
                .collect();
            let colour = if node.actors.len() > 1 {
                OTHERS
            } else {
                story.colour(node.actors[0])
            };
            self.canvas.with_tip(&names.join("\n"), |canvas| {
                marks::actor(canvas, frame, node.shape, colour, &node.label);
            });
        }
    }

    pub(super) fn curves(&mut self, group: &Group) {
        for node in &group.nodes {
            for edge in &node.edges {
                self.curve(node, edge);
            }
        }
    }

    /// A line from an actor to a dot on the spine, with an arrow head at the passive end.
    fn curve(&mut self, node: &Node, edge: &Edge) {
        let story = self.around.story;
        let event = &story.events[edge.event];
        let colour = if node.actors.len() > 1 {
            OTHERS
        } else {
            story.colour(node.actors[0])
        };
        let ring = if event.disputes.is_empty() { 0.0 } else { 2.8 };
        let left = MARGIN + self.columns.boxes + if node.shape == Shape::Group { 2.5 } else { 0.0 };
        let right = self.columns.spine - DOT - ring;
        let to_center = edge.mode == RoleMode::Active && edge.center == Some(RoleMode::Passive);
        let to_other = edge.mode == RoleMode::Passive && edge.center == Some(RoleMode::Active);
        let start = (if to_other { left + 5.0 } else { left }, node.y);
        let end = (if to_center { right - 5.0 } else { right }, edge.y);
        let pull = (right - left) * 0.55;
        let path =
            || Path::at(start.0, start.1).curve((left + pull, start.1), (right - pull, end.1), end);
        let line = colour.line;
        self.canvas.path(&path(), Paint::stroke(PAPER, 2.8));
        match event.manner {
            _ if edge.mode == RoleMode::Observing => {
                self.canvas
                    .path(&path(), Paint::stroke(line, 0.9).dashed("1.2 1.8"));
            }
            Manner::Told => self.canvas.path(&path(), Paint::stroke(line, 1.1)),
            Manner::Planned | Manner::Cancelled => {
                self.canvas.path(&path(), Paint::stroke(line, 2.0));
                self.canvas.path(&path(), Paint::stroke(PAPER, 0.8));
            }
            Manner::Claimed => self
                .canvas
                .path(&path(), Paint::stroke(line, 1.1).dashed("2.6 1.8")),
        }
        if to_other {
            marks::arrow_head(
                &mut self.canvas,
                (left + 0.4, node.y),
                std::f64::consts::PI,
                7.0,
                line,
            );
        }
        if to_center {
            marks::arrow_head(&mut self.canvas, (right + 0.4, edge.y), 0.0, 7.0, line);
        }
    }
}
